// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.unit.Ratio;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * raw · scale + offset, exact and then the nearest double, so that 213 · 0.1 is 21.3. Immutable.
 *
 * <p>It is worked out as (raw · factor + addend) / divisor, of three integers. While the numerator
 * stays below 2^53, both it and the divisor are exact doubles and one division rounds correctly;
 * beyond that, big numbers do it.
 */
public final class LinearConversion {
    private static final int MAX_DECIMALS = 22;
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = new double[MAX_DECIMALS + 1];

    /** More digits than a double tells apart, however it is divided. */
    private static final MathContext PRECISION = new MathContext(120);

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private final Conversion.Linear linear;
    private final BigInteger factor;
    private final BigInteger addend;
    private final BigInteger divisor;
    private final boolean identity;
    private final long fastFactor;
    private final long fastAddend;
    private final long fastDivisor;
    private final long fastUpTo;

    /** Ten to the number of decimals that are kept, or 0 if all are. */
    private final long rounding;

    private LinearConversion(
            Conversion.Linear linear, BigInteger factor, BigInteger addend, BigInteger divisor) {
        this.linear = linear;
        this.factor = factor;
        this.addend = addend;
        this.divisor = divisor;
        boolean rounded = linear.round().isPresent();
        int decimals = linear.round().orElse(0);
        identity = linear.scale().equals(Ratio.ONE) && addend.signum() == 0 && !rounded;
        rounding = rounded && decimals <= 9 ? (long) POWERS[decimals] : 0;
        boolean fast =
                factor.bitLength() <= 52
                        && addend.bitLength() <= 52
                        && divisor.bitLength() <= 53
                        && factor.signum() != 0
                        && (!rounded || rounding != 0);
        fastFactor = fast ? factor.longValue() : 0;
        fastAddend = fast ? addend.longValue() : 0;
        fastDivisor = fast ? divisor.longValue() : 1;
        long room = EXACT / Math.max(1, rounding) - Math.abs(fastAddend);
        fastUpTo = fast && room > 0 ? (room - 1) / Math.abs(fastFactor) : -1;
    }

    public static LinearConversion of(Conversion.Linear linear) {
        BigInteger one = linear.scale().denominator();
        BigInteger two = linear.offset().denominator();
        BigInteger divisor = one.divide(one.gcd(two)).multiply(two);
        return new LinearConversion(
                linear,
                linear.scale().numerator().multiply(divisor.divide(one)),
                linear.offset().numerator().multiply(divisor.divide(two)),
                divisor);
    }

    /**
     * Converts an integer.
     *
     * @param unsigned whether {@code raw} is an unsigned number of 64 bits
     */
    public double apply(long raw, boolean unsigned) {
        boolean negative = unsigned && raw < 0;
        if (!negative && raw <= fastUpTo && raw >= -fastUpTo) {
            long numerator = raw * fastFactor + fastAddend;
            return rounding == 0
                    ? (double) numerator / fastDivisor
                    : (double) rounded(numerator * rounding) / rounding;
        }
        BigInteger exact =
                negative ? new BigInteger(Long.toUnsignedString(raw)) : BigInteger.valueOf(raw);
        return nearest(new BigDecimal(exact.multiply(factor).add(addend)));
    }

    /**
     * Converts a number with a binary point.
     *
     * @param raw finite
     * @return may be infinite
     */
    public double apply(double raw) {
        if (identity) {
            // -0 and 0 are one measurement, and must be one value everywhere
            return raw == 0 ? 0.0 : raw;
        }
        return nearest(
                new BigDecimal(raw).multiply(new BigDecimal(factor)).add(new BigDecimal(addend)));
    }

    /**
     * Converts a decimal number as it is written, so that 21.3 is not its nearest double.
     *
     * @param raw of some hundred digits before and after the point at most
     * @return may be infinite
     */
    public double apply(BigDecimal raw) {
        return nearest(raw.multiply(new BigDecimal(factor)).add(new BigDecimal(addend)));
    }

    /**
     * Converts an integer and adds it to a value: decimal numbers as they are written, so that 21.3
     * and 0.1 are 21.4.
     */
    public double addTo(double value, long raw, boolean unsigned) {
        double more = apply(raw, unsigned);
        return BigDecimal.valueOf(value).add(BigDecimal.valueOf(more)).doubleValue();
    }

    private long rounded(long numerator) {
        long whole = numerator / fastDivisor;
        long twice = 2 * Math.abs(numerator % fastDivisor);
        return twice >= fastDivisor ? whole + Long.signum(numerator) : whole;
    }

    private double nearest(BigDecimal numerator) {
        BigDecimal by = new BigDecimal(divisor);
        double value =
                linear.round().isPresent()
                        ? numerator
                                .divide(by, linear.round().getAsInt(), RoundingMode.HALF_UP)
                                .doubleValue()
                        : numerator.divide(by, PRECISION).doubleValue();
        return value == 0 ? 0.0 : value;
    }
}
