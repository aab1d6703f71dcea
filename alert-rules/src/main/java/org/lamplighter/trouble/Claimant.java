// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import org.lamplighter.alarm.CaseKind;

import java.util.Comparator;

/**
 * A trouble that claims alarms of other scopes: while it does, they make no cases of their own.
 *
 * @param kind its kind
 * @param scope what it is about, such as a feeder or a cabinet
 */
public record Claimant(CaseKind kind, Scope scope) implements Comparable<Claimant> {
    private static final Comparator<Claimant> ORDER =
            Comparator.comparing(Claimant::kind).thenComparing(claimant -> claimant.scope.text());

    /** As written everywhere: {@code feeder-outage|feeder:F2}. */
    public String text() {
        return kind.value() + "|" + scope.text();
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Claimant parse(String text) {
        int bar = text.indexOf('|');
        if (bar <= 0) {
            throw new IllegalArgumentException("claimant \"" + text + "\" is not <kind>|<scope>");
        }
        return new Claimant(
                new CaseKind(text.substring(0, bar)), Scope.parse(text.substring(bar + 1)));
    }

    @Override
    public int compareTo(Claimant other) {
        return ORDER.compare(this, other);
    }
}
