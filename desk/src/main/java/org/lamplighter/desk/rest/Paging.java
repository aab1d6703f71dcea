// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.List;
import java.util.Optional;

/** The query parameter {@code limit} of lists. */
public final class Paging {
    /** How many things one page has at most. */
    public static final int MAX_PAGE = 500;

    /** How many it has if nobody says. */
    public static final int DEFAULT_PAGE = 100;

    private Paging() {}

    /** The page's size; the default, with one more fault, if what was asked for is none. */
    public static int limit(Request request, List<Fault> faults) {
        Optional<String> asked = request.findQuery("limit");
        if (asked.isEmpty()) {
            return DEFAULT_PAGE;
        }
        if (asked.get().matches("[0-9]{1,9}")) {
            int limit = Integer.parseInt(asked.get());
            if (limit >= 1 && limit <= MAX_PAGE) {
                return limit;
            }
        }
        faults.add(
                new Fault(
                        "query limit",
                        "a page has 1 to " + MAX_PAGE + " things, not " + asked.get(),
                        "ask for several pages with after"));
        return DEFAULT_PAGE;
    }
}
