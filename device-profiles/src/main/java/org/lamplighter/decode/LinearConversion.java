// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.layout.Conversion;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * raw · scale + offset, exact in decimal and then the nearest double, so that 213 · 0.1 is 21.3.
 *
 * <p>While the result in units of its last decimal stays below 2^53, both it and the power of ten
 * are exact doubles and one division rounds correctly; beyond that, decimal arithmetic does it.
 */
final class LinearConversion {
    private static final double[] POWERS = new double[23];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private final BigDecimal scale;
    private final BigDecimal offset;
    private final long factor;
    private final long addend;
    private final double divisor;
    private final long fastUpTo;

    private LinearConversion(
            BigDecimal scale,
            BigDecimal offset,
            long factor,
            long addend,
            double divisor,
            long fastUpTo) {
        this.scale = scale;
        this.offset = offset;
        this.factor = factor;
        this.addend = addend;
        this.divisor = divisor;
        this.fastUpTo = fastUpTo;
    }

    static LinearConversion of(Conversion.Linear linear) {
        BigDecimal scale = linear.scale();
        BigDecimal offset = linear.offset();
        int decimals = Math.max(0, Math.max(scale.scale(), offset.scale()));
        BigInteger factor = scale.movePointRight(decimals).toBigInteger();
        BigInteger addend = offset.movePointRight(decimals).toBigInteger();
        boolean fast =
                decimals < POWERS.length && factor.bitLength() <= 52 && addend.bitLength() <= 52;
        if (!fast || factor.signum() == 0) {
            return new LinearConversion(scale, offset, 0, 0, 1, -1);
        }
        long room = (1L << 53) - Math.abs(addend.longValue());
        return new LinearConversion(
                scale,
                offset,
                factor.longValue(),
                addend.longValue(),
                POWERS[decimals],
                room / Math.abs(factor.longValue()));
    }

    /**
     * Converts.
     *
     * @param unsigned whether {@code raw} is an unsigned number of 64 bits
     */
    double apply(long raw, boolean unsigned) {
        boolean negative = unsigned && raw < 0;
        if (!negative && raw <= fastUpTo && raw >= -fastUpTo) {
            return (raw * factor + addend) / divisor;
        }
        BigDecimal exact =
                negative
                        ? new BigDecimal(new BigInteger(Long.toUnsignedString(raw)))
                        : BigDecimal.valueOf(raw);
        return exact.multiply(scale).add(offset).doubleValue();
    }
}
