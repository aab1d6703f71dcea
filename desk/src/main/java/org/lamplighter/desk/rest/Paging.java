// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.List;
import java.util.Optional;

/** The query parameters {@code limit} and {@code after} of lists. */
public final class Paging {
    /** How many things one page has at most. */
    public static final int MAX_PAGE = 500;

    /** How many it has if nobody says. */
    public static final int DEFAULT_PAGE = 100;

    private Paging() {}

    /**
     * The version that a list of versions, newest first, goes on before: the parameter {@code
     * after}; all of them if it is not given.
     */
    public static long before(Request request, List<Fault> faults) {
        Optional<String> after = request.findQuery("after");
        if (after.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!after.get().matches("[0-9]{1,18}")) {
            faults.add(
                    new Fault(
                            "query after",
                            "it must be the member next of the answer before",
                            "leave it out to begin anew"));
            return Long.MAX_VALUE;
        }
        return Long.parseLong(after.get());
    }

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
