// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant. */
public final class Suggestions {
    private static final int MAX_LISTED = 20;

    private Suggestions() {}

    /** The candidate that is nearest to {@code written}, if any is near enough. */
    public static Optional<String> findNearest(String written, Collection<String> candidates) {
        String word = written.toLowerCase(Locale.ROOT).replace('_', '-');
        if (word.length() > 64) {
            return Optional.empty();
        }
        int tolerance = Math.max(1, word.length() / 3);
        record Scored(String candidate, int distance) {}
        return candidates.stream()
                // each letter that one has more is an edit, and a name may be very long
                .filter(c -> Math.abs(c.length() - word.length()) <= tolerance)
                .map(
                        c ->
                                new Scored(
                                        c,
                                        distance(
                                                word,
                                                c.toLowerCase(Locale.ROOT).replace('_', '-'))))
                .filter(scored -> scored.distance() <= tolerance)
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
                .map(Scored::candidate);
    }

    /** A hint that names the nearest candidate, or else what there is. */
    public static String hint(String written, Collection<String> candidates) {
        Optional<String> nearest = findNearest(written, candidates);
        if (nearest.isPresent()) {
            return "did you mean \"" + nearest.get() + "\"?";
        }
        return candidates.isEmpty() ? "remove it" : "use one of " + list(candidates);
    }

    /** The candidates as a list to read, of bounded length. */
    public static String list(Collection<String> candidates) {
        List<String> first = candidates.stream().limit(MAX_LISTED).toList();
        return first.stream().collect(Collectors.joining(", "))
                + (candidates.size() > MAX_LISTED ? ", …" : "");
    }

    /** Edits between two words, where a swap of neighbours is one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
