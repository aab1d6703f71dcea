// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Agreement;
import org.lamplighter.unit.LowerExplosiveLimit;
import org.lamplighter.unit.Unit;
import org.lamplighter.unit.UnitConversion;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All known points. Read once, when the first is asked for. */
public final class KnownPoints {
    private static final String TABLE = "points.yaml";

    /** One of several, an axis or phase, or a statistic: in the unit of the quantity itself. */
    private static final Pattern SUFFIX =
            Pattern.compile("_(?:\\d{1,3}|[abcxyz]|min|max|avg|median|limit|low_limit|high_limit)");

    /** What else people call them. */
    private static final Map<String, String> SYNONYMS =
            Map.ofEntries(
                    Map.entry("angle", "tilt"),
                    Map.entry("inclination", "tilt"),
                    Map.entry("water_level", "level"),
                    Map.entry("liquid_level", "level"),
                    Map.entry("depth", "level"),
                    Map.entry("air_gap", "distance"),
                    Map.entry("methane", "ch4"),
                    Map.entry("gas", "ch4"),
                    Map.entry("temp", "temperature"),
                    Map.entry("humi", "humidity"),
                    Map.entry("bat", "battery"),
                    Map.entry("batt", "battery"),
                    Map.entry("battery_level", "battery"),
                    Map.entry("vbat", "battery_voltage"),
                    Map.entry("bat_v", "battery_voltage"),
                    Map.entry("lat", "latitude"),
                    Map.entry("lon", "longitude"),
                    Map.entry("lng", "longitude"),
                    Map.entry("course", "heading"),
                    Map.entry("odometer", "mileage"),
                    Map.entry("pm25", "pm2_5"),
                    Map.entry("fill_level", "fill"),
                    Map.entry("rainfall", "rain"),
                    Map.entry("sound", "noise"),
                    Map.entry("lux", "illuminance"),
                    Map.entry("light", "illuminance"),
                    Map.entry("dimming", "dim"),
                    Map.entry("door", "open"),
                    Map.entry("parked", "occupied"),
                    Map.entry("occupancy", "occupied"),
                    Map.entry("signal", "rssi"));

    private static final List<KnownPoint> ALL = read();
    private static final Map<PointName, KnownPoint> BY_NAME =
            ALL.stream().collect(Collectors.toMap(KnownPoint::name, Function.identity()));

    private KnownPoints() {}

    /** In the order of the table. */
    public static List<KnownPoint> all() {
        return ALL;
    }

    /**
     * The point of exactly this name; or that of a quantity of which this is one of several, an
     * axis, a phase or a statistic: {@code current_2}, {@code tilt_x}, {@code temperature_max}.
     */
    public static Optional<KnownPoint> find(PointName name) {
        KnownPoint exact = BY_NAME.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        int cut = name.value().length();
        while (cut > 0) {
            cut = name.value().lastIndexOf('_', cut - 1);
            if (cut > 0 && SUFFIX.matcher(name.value().substring(cut)).matches()) {
                Optional<KnownPoint> base =
                        find(new PointName(name.value().substring(0, cut)))
                                .filter(p -> p.measured() instanceof Measured.Quantity);
                if (base.isPresent()) {
                    return base;
                }
            }
        }
        return Optional.empty();
    }

    /** The known name that is probably meant by one that is not known. */
    public static Optional<PointName> findMeant(PointName name) {
        if (find(name).isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(SYNONYMS.get(name.value()))
                .or(
                        () ->
                                name.value().length() < 4
                                        ? Optional.empty()
                                        : Suggestions.findNearest(
                                                name.value(),
                                                BY_NAME.keySet().stream()
                                                        .map(PointName::value)
                                                        .filter(known -> known.length() > 3)
                                                        .toList()))
                .map(PointName::new);
    }

    /** How a point fits what its name is known for. */
    public static Fit fitOf(PointName name, Measured declared) {
        return find(name).<Fit>map(known -> fit(name, declared, known)).orElseGet(Fit.Unknown::new);
    }

    private static Fit fit(PointName name, Measured declared, KnownPoint known) {
        if (known.measured() instanceof Measured.Quantity(Unit to)
                && declared instanceof Measured.Quantity(Unit from)) {
            return fit(name, from, known, to);
        }
        if (known.measured().equals(declared)) {
            return new Fit.Same();
        }
        return new Fit.Wrong(
                quoted(name)
                        + " is known as a "
                        + known.measured().word()
                        + " ("
                        + known.english()
                        + "), not a "
                        + declared.word(),
                "write " + name + ": " + known.measured().declaration() + otherName());
    }

    private static Fit fit(PointName name, Unit from, KnownPoint known, Unit to) {
        String write = "write " + name + ": " + known.measured().declaration();
        return switch (UnitConversion.between(from, to, LowerExplosiveLimit.METHANE)) {
            case Agreement.Different(String rule, String hint) ->
                    new Fit.Wrong(
                            quoted(name)
                                    + " is known in \""
                                    + to
                                    + "\" ("
                                    + known.english()
                                    + "), and "
                                    + rule,
                            write + otherName());
            case Agreement.Agreed(UnitConversion conversion) ->
                    conversion.isIdentity()
                            ? new Fit.Same()
                            : new Fit.OtherUnit(
                                    conversion,
                                    quoted(name)
                                            + " is known in \""
                                            + to
                                            + "\", not \""
                                            + from
                                            + "\"",
                                    write
                                            + ", and where it is read the unit that is sent: \""
                                            + from
                                            + "\"");
        };
    }

    private static String quoted(PointName name) {
        return "\"" + name + "\"";
    }

    private static String otherName() {
        return ", or choose another name";
    }

    private static List<KnownPoint> read() {
        String yaml = text();
        Issues issues = new Issues(TABLE, yaml);
        List<KnownPoint> points = new ArrayList<>();
        YamlReader.read(yaml, issues)
                .flatMap(value -> value.openMap("the table"))
                .ifPresent(
                        groups ->
                                groups.entries()
                                        .forEach(
                                                (group, entry) ->
                                                        group(group, entry.value(), points)));
        if (!issues.isEmpty()) {
            throw new IllegalStateException(issues.found().getFirst().toString());
        }
        return List.copyOf(points);
    }

    private static void group(String group, YamlValue value, List<KnownPoint> points) {
        value.openMap("a group")
                .ifPresent(
                        map ->
                                map.entries()
                                        .forEach(
                                                (name, entry) ->
                                                        point(group, name, entry.value())
                                                                .ifPresent(points::add)));
    }

    private static Optional<KnownPoint> point(String group, String name, YamlValue value) {
        return value.map("a point", List.of("unit", "type", "en", "zh", "lwm2m"))
                .map(
                        map ->
                                new KnownPoint(
                                        group,
                                        new PointName(name),
                                        measured(map),
                                        text(map, "en"),
                                        text(map, "zh"),
                                        map.has("lwm2m") ? text(map, "lwm2m") : ""));
    }

    private static Measured measured(YamlMap map) {
        if (map.has("unit")) {
            return new Measured.Quantity(new Unit(text(map, "unit")));
        }
        return text(map, "type").equals("flag") ? new Measured.Flag() : new Measured.Text();
    }

    private static String text(YamlMap map, String key) {
        return map.need(key, "it").flatMap(v -> v.text(key, 100)).orElse("");
    }

    private static String text() {
        try (InputStream in = KnownPoints.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read", e);
        }
    }
}
