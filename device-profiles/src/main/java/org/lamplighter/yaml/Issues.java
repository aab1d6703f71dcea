// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one source. Not thread-safe. */
public final class Issues {
    /** The most issues that are told of one source. */
    public static final int MAX = 100;

    private static final int EXCERPT_WIDTH = 120;

    private final String source;
    private final String[] lines;
    private final List<Issue> issues = new ArrayList<>();

    public Issues(String source, String text) {
        this.source = source;
        this.lines = text.split("\r\n|\r|\n", -1);
    }

    /** What was found, in the order of the source. */
    public List<Issue> found() {
        return issues.stream()
                .sorted(Comparator.comparingInt(Issue::line).thenComparingInt(Issue::column))
                .toList();
    }

    public boolean isEmpty() {
        return issues.isEmpty();
    }

    /** How many were found so far: a check that only follows from an earlier fault is left out. */
    public int count() {
        return issues.size();
    }

    void add(IssueKind kind, Place place, String rule, String hint) {
        if (issues.size() < MAX) {
            issues.add(issue(kind, place, rule, hint));
        } else if (issues.size() == MAX) {
            issues.add(
                    issue(
                            YamlIssue.TOO_MANY,
                            place,
                            "only the first " + MAX + " issues are told",
                            "mend those first"));
        }
    }

    private Issue issue(IssueKind kind, Place place, String rule, String hint) {
        return new Issue(
                kind,
                source,
                place.line() + 1,
                place.column() + 1,
                excerpt(place),
                printable(rule),
                printable(hint));
    }

    private String excerpt(Place place) {
        String line = place.line() < lines.length ? lines[place.line()] : "";
        int[] points = line.codePoints().toArray();
        int middle = Math.min(place.column(), points.length);
        boolean whole = points.length <= EXCERPT_WIDTH;
        int from = whole ? 0 : Math.max(0, middle - EXCERPT_WIDTH / 2);
        int to = Math.min(points.length, from + EXCERPT_WIDTH);
        String number = String.format("%5d | ", place.line() + 1);
        StringBuilder text = new StringBuilder(number);
        StringBuilder carets = new StringBuilder("      | ");
        for (int i = from; i < to; i++) {
            text.appendCodePoint(printable(points[i]));
            if (i < place.column()) {
                carets.append(isWide(points[i]) ? '\u3000' : ' ');
            } else if (i < place.column() + place.length()) {
                carets.append(isWide(points[i]) ? '\uff3e' : '^');
            }
        }
        if (place.column() >= to) {
            carets.append('^');
        }
        return text.append('\n').append(carets).append('\n').toString();
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(1000).map(Issues::printable).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /** Control characters could drive a terminal. */
    private static int printable(int codePoint) {
        if (codePoint == '\t') {
            return ' ';
        }
        boolean unsafe =
                Character.isISOControl(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT
                        || Character.getType(codePoint) == Character.SURROGATE;
        return unsafe ? '\u00b7' : codePoint;
    }

    /** Chinese characters are two columns wide in a terminal. */
    private static boolean isWide(int codePoint) {
        return (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                || (codePoint >= 0xff00 && codePoint <= 0xff60)
                || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
    }
}
