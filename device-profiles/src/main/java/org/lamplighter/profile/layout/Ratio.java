// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact number: 0.1, or 1/128.
 *
 * @param numerator any integer
 * @param denominator above zero, with no divisor in common with it
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {
    public static final Ratio ZERO = of(BigDecimal.ZERO);
    public static final Ratio ONE = of(BigDecimal.ONE);

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

    /** This over another, which is not zero. */
    public Ratio over(Ratio other) {
        BigInteger sign = BigInteger.valueOf(other.numerator.signum());
        return new Ratio(
                numerator.multiply(other.denominator).multiply(sign),
                denominator.multiply(other.numerator.abs()));
    }
}
