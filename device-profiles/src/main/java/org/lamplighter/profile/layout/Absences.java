// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.List;
import java.util.Optional;

/**
 * Raw values that mean that there is no value; they are looked at before anything else.
 *
 * @param cases the raw values
 * @param notANumber the word if NaN and infinities mean so too, which may be empty
 * @param status the text point that says why, and {@code ok} if there is a value
 */
public record Absences(List<Absent> cases, Optional<String> notANumber, Optional<PointRef> status) {
    /** There is always a value. */
    public static final Absences NONE = new Absences(List.of(), Optional.empty(), Optional.empty());

    public Absences {
        cases = List.copyOf(cases);
    }

    /**
     * Some raw values.
     *
     * @param word why there is no value; empty if nothing says so
     */
    public record Absent(Range range, String word) {}
}
