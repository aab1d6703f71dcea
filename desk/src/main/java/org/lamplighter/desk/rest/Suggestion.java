// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the known word nearest to a misspelt one. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The nearest of {@code known}, if at most a third of its letters (and at most three) differ.
     */
    public static Optional<String> among(Collection<String> known, String word) {
        return known.stream()
                .filter(
                        candidate ->
                                distance(candidate, word)
                                        <= Math.min(3, Math.max(1, candidate.length() / 3)))
                .min(
                        Comparator.<String>comparingInt(candidate -> distance(candidate, word))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * How many letters must be inserted, deleted, replaced or swapped with their neighbour (optimal
     * string alignment).
     */
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best =
                        Math.min(
                                cost[i - 1][j - 1] + change,
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
