// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import org.fhir.ucum.BaseUnit;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.Prefix;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumModel;
import org.fhir.ucum.definitions.XmlDefinitionsParser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** UCUM's own definitions, as the library brings them. Read once, when the first unit is met. */
final class UcumTable {
    /** An atom of the table. */
    sealed interface Atom {
        /** Whether it takes prefixes. */
        boolean metric();

        /** What is measured: {@code length}. */
        String property();

        /** A unit that all others are told in, or one that agrees with no other. */
        record Base(String code, boolean metric, String property) implements Atom {}

        /** So many of a term of other units. */
        record Derived(Ratio value, String term, boolean metric, String property) implements Atom {}

        /** The number π, whose powers are kept apart so that an angle in degrees stays exact. */
        record Pi(Ratio value, boolean metric, String property) implements Atom {}

        /** A degree of a temperature scale: in kelvin, a value times {@code kelvin} + zero. */
        record Degree(Ratio kelvin, Ratio zero, boolean metric, String property) implements Atom {}
    }

    private static final UcumTable TABLE = read();

    private final String version;
    private final Map<String, Atom> atoms = new HashMap<>();
    private final Map<String, Ratio> prefixes = new HashMap<>();

    private UcumTable(UcumModel model) {
        version = model.getVersion();
        for (Prefix prefix : model.getPrefixes()) {
            prefixes.put(prefix.getCode(), ratio(prefix.getValue().asDecimal()));
        }
        for (BaseUnit unit : model.getBaseUnits()) {
            atoms.put(unit.getCode(), new Atom.Base(unit.getCode(), true, property(unit)));
        }
        for (DefinedUnit unit : model.getDefinedUnits()) {
            atoms.put(unit.getCode(), atom(unit));
        }
    }

    private static Atom atom(DefinedUnit unit) {
        String code = unit.getCode();
        boolean metric = unit.isMetric();
        String property = property(unit);
        Ratio zero = ratio("273.15");
        Ratio fahrenheit = Ratio.of(5).over(Ratio.of(9));
        return switch (code) {
            case "Cel" -> new Atom.Degree(Ratio.ONE, zero, metric, property);
            case "[degF]" ->
                    new Atom.Degree(
                            fahrenheit, ratio("459.67").times(fahrenheit), metric, property);
            case "[degRe]" -> new Atom.Degree(ratio("1.25"), zero, metric, property);
            case "[pi]" -> new Atom.Pi(value(unit), metric, property);
            default -> {
                if (unit.isSpecial() || isArbitrary(unit)) {
                    yield new Atom.Base(code, metric, property);
                }
                yield new Atom.Derived(value(unit), unit.getValue().getUnit(), metric, property);
            }
        };
    }

    /** One of nothing: such as {@code [iU]} and {@code [NTU]}, but also {@code bit}. */
    private static boolean isArbitrary(DefinedUnit unit) {
        return unit.getValue().getUnit().equals("1") && unit.getValue().getValue().isOne();
    }

    private static String property(org.fhir.ucum.Unit unit) {
        String property = unit.getProperty();
        return property == null ? "" : property.strip();
    }

    private static Ratio value(DefinedUnit unit) {
        return ratio(unit.getValue().getValue().asDecimal());
    }

    private static Ratio ratio(String decimal) {
        return Ratio.of(new BigDecimal(decimal));
    }

    private static UcumTable read() {
        try (InputStream in = UcumModel.class.getResourceAsStream("/ucum-essence.xml")) {
            return new UcumTable(new XmlDefinitionsParser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("UCUM's definitions cannot be read", e);
        } catch (UcumException e) {
            throw new IllegalStateException("UCUM's definitions are broken", e);
        }
    }

    /** The version of UCUM, such as {@code 2.2}. */
    static String version() {
        return TABLE.version;
    }

    static Optional<Atom> find(String code) {
        return Optional.ofNullable(TABLE.atoms.get(code));
    }

    static Optional<Ratio> findPrefix(String code) {
        return Optional.ofNullable(TABLE.prefixes.get(code));
    }

    /** π, to more digits than any double tells apart. */
    static Ratio pi() {
        return TABLE.atoms.get("[pi]") instanceof Atom.Pi pi ? pi.value() : Ratio.ONE;
    }

    static Set<String> codes() {
        return Set.copyOf(TABLE.atoms.keySet());
    }
}
