// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.Optional;

/** What no text of a request may have. */
final class TextRules {
    private TextRules() {}

    /** The fault of a text with a NUL character, which the database's texts cannot hold. */
    static Optional<Fault> nul(String where, String text) {
        int at = text.indexOf(0);
        return at < 0
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                where,
                                "a text may have any characters but NUL, and character "
                                        + (at + 1)
                                        + " is one",
                                "leave it out"));
    }
}
