// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers that are written as texts. */
final class Decimals {
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?\\d{1,40}(\\.\\d{1,40})?([eE][-+]?\\d{1,2})?");
    private static final Pattern HEX = Pattern.compile("(0[xX])?([0-9a-fA-F]{1,16})");

    private Decimals() {}

    /** The number that a value is, or that its text is; null if it is none. */
    static @Nullable BigDecimal of(Node node) {
        if (node instanceof Node.Numeric number) {
            return number.decimal;
        }
        if (node instanceof Node.Text text && text.text.length() <= 100) {
            String trimmed = text.text.strip();
            return DECIMAL.matcher(trimmed).matches() ? new BigDecimal(trimmed) : null;
        }
        return null;
    }

    /** The number whose hexadecimal digits a text is; null if it is none. */
    static @Nullable BigDecimal ofHex(Node node) {
        if (!(node instanceof Node.Text text) || text.text.length() > 100) {
            return null;
        }
        var matcher = HEX.matcher(text.text.strip());
        return matcher.matches() ? new BigDecimal(new BigInteger(matcher.group(2), 16)) : null;
    }
}
