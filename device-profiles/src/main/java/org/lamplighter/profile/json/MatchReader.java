// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.binary.Ranges;
import org.lamplighter.profile.layout.DocumentLayout.Match;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.yaml.YamlValue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads values that are looked for: texts, {@code true}, numbers and ranges of them. */
final class MatchReader {
    private static final int MAX_LENGTH = 256;
    private static final String INTEGERS =
            "-?\\d{1,19}|0x[0-9a-fA-F]{1,15}"
                    + "|(0x[0-9a-fA-F]{1,15}|\\d{1,18})-(0x[0-9a-fA-F]{1,15}|\\d{1,18})";
    private static final String DECIMAL = "-?\\d{1,30}\\.\\d{1,30}";

    private MatchReader() {}

    /**
     * Reads one.
     *
     * @param taken the integers of others before it, which grows
     * @param what what it is, for messages about two that are the same
     */
    static Optional<Match> read(YamlValue value, List<Range> taken, String what) {
        Optional<String> text = value.text("a value", MAX_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (value.looksLike(INTEGERS)) {
            return Ranges.read(value, "a value", Long.MIN_VALUE, Long.MAX_VALUE)
                    .filter(range -> Ranges.isFree(value, range, taken, what))
                    .map(range -> new Match(text.get(), Optional.of(range), Optional.empty()));
        }
        Optional<BigDecimal> decimal =
                value.looksLike(DECIMAL)
                        ? Optional.of(new BigDecimal(text.get()))
                        : Optional.empty();
        return Optional.of(new Match(text.get(), Optional.empty(), decimal));
    }
}
