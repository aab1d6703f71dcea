// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact number: 0.1, or 1/128.
 *
 * @param numerator any integer
 * @param denominator above zero, with no divisor in common with it
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {
    public static final Ratio ZERO = of(0);
    public static final Ratio ONE = of(1);

    /** Enough digits that cutting the rest off moves no double but at an exact half. */
    private static final MathContext TRUNCATED = new MathContext(800, RoundingMode.DOWN);

    public Ratio {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("a ratio over " + denominator);
        }
        BigInteger common = numerator.gcd(denominator);
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    public static Ratio of(BigDecimal number) {
        BigInteger power = BigInteger.TEN.pow(Math.abs(number.scale()));
        return number.scale() >= 0
                ? new Ratio(number.unscaledValue(), power)
                : new Ratio(number.unscaledValue().multiply(power), BigInteger.ONE);
    }

    public static Ratio of(long number) {
        return new Ratio(BigInteger.valueOf(number), BigInteger.ONE);
    }

    public Ratio times(Ratio other) {
        return new Ratio(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Ratio minus(Ratio other) {
        return plus(new Ratio(other.numerator.negate(), other.denominator));
    }

    /** This over another, which is not zero. */
    public Ratio over(Ratio other) {
        BigInteger sign = BigInteger.valueOf(other.numerator.signum());
        return new Ratio(
                numerator.multiply(other.denominator).multiply(sign),
                denominator.multiply(other.numerator.abs()));
    }

    /** Multiplied with itself; negative exponents give the inverse, of which zero has none. */
    public Ratio power(int exponent) {
        Ratio power =
                new Ratio(numerator.pow(Math.abs(exponent)), denominator.pow(Math.abs(exponent)));
        return exponent < 0 ? ONE.over(power) : power;
    }

    /** The nearest double. */
    public double doubleValue() {
        BigDecimal above = new BigDecimal(numerator);
        BigDecimal below = new BigDecimal(denominator);
        BigDecimal quotient = above.divide(below, TRUNCATED);
        boolean cut = quotient.multiply(below).compareTo(above) != 0;
        if (cut) {
            // A digit for what was cut off, so that an exact half is not mistaken for one.
            BigDecimal digit = BigDecimal.ONE.movePointLeft(quotient.scale() + 1);
            quotient = numerator.signum() < 0 ? quotient.subtract(digit) : quotient.add(digit);
        }
        return quotient.doubleValue();
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE)
                ? numerator.toString()
                : numerator + "/" + denominator;
    }
}
