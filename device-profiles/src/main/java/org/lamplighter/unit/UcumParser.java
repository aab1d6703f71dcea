// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads a term of UCUM (version 2.2, sections 1 to 3), strictly: the library's own reader also
 * takes {@code m//s}, {@code m)} and the empty term, and drops annotations, which tell {@code %}
 * from {@code %{LEL}}. Total: any text gives what it measures, or nothing.
 */
final class UcumParser {
    /** The largest exponent either way: {@code 10*30}. */
    static final int MAX_EXPONENT = 30;

    /** {@code %{LEL}}: of the lower explosive limit. */
    static final String LEL = "LEL";

    /** {@code V.A{reactive}}: of reactive power. */
    static final String REACTIVE = "reactive";

    /** Logarithms, which an annotation gives their reference: {@code dB{mW}}. */
    static final Set<Map<String, Integer>> LEVELS = Set.of(Map.of("B", 1), Map.of("Np", 1));

    private static final int MAX_DIGITS = 9;

    private final String code;
    private int at;

    private UcumParser(String code) {
        this.code = code;
    }

    /** What {@code code} measures, if it is a term of known units. */
    static Optional<Measure> parse(String code) {
        UcumParser parser = new UcumParser(code);
        Optional<Measure> term = parser.mainTerm();
        return parser.at == code.length() ? term : Optional.empty();
    }

    private Optional<Measure> mainTerm() {
        if (!isNext('/')) {
            return term(component());
        }
        at++;
        return term(component().map(first -> first.power(-1)));
    }

    private Optional<Measure> term(Optional<Measure> first) {
        Optional<Measure> product = first;
        while (product.isPresent() && (isNext('.') || isNext('/'))) {
            int sign = code.charAt(at++) == '.' ? 1 : -1;
            Optional<Measure> next = component().map(m -> m.power(sign));
            Measure before = product.get();
            product = next.map(before::times);
        }
        return product;
    }

    private Optional<Measure> component() {
        if (isNext('(')) {
            at++;
            Optional<Measure> inner = term(component());
            if (!isNext(')')) {
                return Optional.empty();
            }
            at++;
            return inner;
        }
        int start = at;
        at = endOfSymbol();
        Optional<Measure> symbol =
                at == start ? Optional.of(Measure.ONE) : symbol(code.substring(start, at));
        if (!isNext('{')) {
            return at == start ? Optional.empty() : symbol;
        }
        int end = code.indexOf('}', at);
        String annotation = end < 0 ? "" : code.substring(at + 1, end);
        if (!isAnnotation(annotation)) {
            return Optional.empty();
        }
        at = end + 1;
        return symbol.map(measure -> owning(measure, annotation));
    }

    /**
     * What some annotations say makes another quantity, which no factor turns into the bare one.
     */
    private static Measure owning(Measure measure, String annotation) {
        SortedMap<String, Integer> bases = measure.bases();
        boolean own =
                annotation.equals(REACTIVE)
                        || (annotation.equals(LEL) && bases.isEmpty())
                        || LEVELS.contains(bases);
        return own
                ? measure.times(Measure.ofBase("{" + annotation + "}", ""))
                : measure.annotated(annotation);
    }

    /** A symbol ends before what joins terms, but goes on within square brackets. */
    private int endOfSymbol() {
        int end = at;
        boolean brackets = false;
        while (end < code.length()) {
            char c = code.charAt(end);
            if (c == '[' || c == ']') {
                brackets = c == '[';
            } else if (!brackets && "./(){}".indexOf(c) >= 0) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isAnnotation(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '{');
    }

    private static Optional<Measure> symbol(String symbol) {
        if (isDigits(symbol)) {
            BigInteger number = new BigInteger(symbol);
            return symbol.length() > MAX_DIGITS || number.signum() == 0
                    ? Optional.empty()
                    : Optional.of(Measure.ofNumber(new Ratio(number, BigInteger.ONE)));
        }
        int end = symbol.length();
        while (isDigits(symbol.substring(end - 1, end))) {
            end--;
        }
        if (end == symbol.length()) {
            return unit(symbol);
        }
        boolean signed = "+-".indexOf(symbol.charAt(end - 1)) >= 0;
        String digits = symbol.substring(end);
        int exponent = digits.length() > 2 ? MAX_EXPONENT + 1 : Integer.parseInt(digits);
        if (exponent > MAX_EXPONENT) {
            return Optional.empty();
        }
        int power = signed && symbol.charAt(end - 1) == '-' ? -exponent : exponent;
        return unit(symbol.substring(0, signed ? end - 1 : end)).map(m -> m.power(power));
    }

    private static Optional<Measure> unit(String atom) {
        Optional<UcumTable.Atom> whole = UcumTable.find(atom);
        if (whole.isPresent()) {
            return Optional.of(measure(whole.get()));
        }
        for (int length = 1; length <= 2 && length < atom.length(); length++) {
            Optional<Ratio> prefix = UcumTable.findPrefix(atom.substring(0, length));
            Optional<UcumTable.Atom> unit =
                    UcumTable.find(atom.substring(length)).filter(UcumTable.Atom::metric);
            if (prefix.isPresent() && unit.isPresent()) {
                return Optional.of(measure(unit.get()).scaled(prefix.get()));
            }
        }
        return Optional.empty();
    }

    private static Measure measure(UcumTable.Atom atom) {
        return switch (atom) {
            case UcumTable.Atom.Base base -> Measure.ofBase(base.code(), base.property());
            case UcumTable.Atom.Degree degree ->
                    new Measure(
                            degree.kelvin(),
                            0,
                            degree.zero(),
                            Measure.ofBase("K", "").bases(),
                            "",
                            degree.property());
            case UcumTable.Atom.Pi pi ->
                    new Measure(Ratio.ONE, 1, Ratio.ZERO, Measure.ONE.bases(), "", "number");
            case UcumTable.Atom.Derived derived ->
                    parse(derived.term())
                            .orElseThrow()
                            .scaled(derived.value())
                            .called(derived.property());
        };
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean isNext(char c) {
        return at < code.length() && code.charAt(at) == c;
    }
}
