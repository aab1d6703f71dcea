// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.yaml.Suggestions;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file {@code devices.csv}: {@code id,profile,name,lon,lat,tags}, any further columns as
 * attributes, {@code parent} for children, and {@code token} and {@code psk} for a fleet that has
 * credentials already. Only {@code id} and {@code profile} are required; several tags are separated
 * by {@code ;}; an empty field says nothing. Any text gives rows or faults.
 */
public final class DevicesCsv {
    /** The columns that are no attributes. */
    public static final List<String> COLUMNS =
            List.of("id", "profile", "name", "lon", "lat", "tags", "token", "psk", "parent");

    private static final List<String> REQUIRED = List.of("id", "profile");

    private DevicesCsv() {}

    /** What reading the file gave. */
    public sealed interface Parsed {
        /** Every line is a device. */
        record Valid(List<Row> rows) implements Parsed {
            public Valid {
                rows = List.copyOf(rows);
            }
        }

        /**
         * Something is wrong.
         *
         * @param faults at least one, in the order of the file
         */
        record Faulty(List<CsvFault> faults) implements Parsed {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /**
     * One device of the file.
     *
     * @param line its line, from 1
     * @param device the device, without credentials
     * @param token its token; empty if the file gives none
     * @param psk its DTLS key in hexadecimal; empty if the file gives none
     */
    public record Row(int line, Device device, String token, String psk) {
        /** Never the secrets. */
        @Override
        public String toString() {
            return "Row[line " + line + ", " + device.id() + "]";
        }
    }

    /** Reads the file's text; all faults at once. */
    public static Parsed parse(String text) {
        List<CsvFault> faults = new ArrayList<>();
        List<CsvReader.Fields> lines = new CsvReader(text, faults).readAll();
        if (!faults.isEmpty()) {
            return new Parsed.Faulty(faults);
        }
        if (lines.isEmpty()) {
            return new Parsed.Faulty(
                    List.of(
                            new CsvFault(
                                    1,
                                    "",
                                    "the first line must name the columns, but the file is empty",
                                    "begin with id,profile,name")));
        }
        List<String> header = lines.getFirst().fields();
        checkHeader(lines.getFirst(), faults);
        List<Row> rows = new ArrayList<>();
        if (faults.isEmpty()) {
            for (CsvReader.Fields line : lines.subList(1, lines.size())) {
                readRow(header, line, faults).ifPresent(rows::add);
            }
        }
        return faults.isEmpty() ? new Parsed.Valid(rows) : new Parsed.Faulty(faults);
    }

    private static void checkHeader(CsvReader.Fields line, List<CsvFault> faults) {
        Set<String> seen = new LinkedHashSet<>();
        for (String column : line.fields()) {
            if (column.isEmpty()) {
                faults.add(
                        new CsvFault(
                                line.line(),
                                "",
                                "every column must have a name, but one has none",
                                "name it"));
            } else if (!seen.add(column)) {
                faults.add(
                        new CsvFault(
                                line.line(),
                                column,
                                "a column may stand once, but stands twice",
                                "rename one"));
            }
        }
        for (String required : REQUIRED) {
            if (!seen.contains(required)) {
                String hint =
                        Suggestions.findNearest(required, seen)
                                .map(near -> "did you mean it by \"" + near + "\"?")
                                .orElse("add it");
                faults.add(
                        new CsvFault(
                                line.line(),
                                required,
                                "this column is required, but is missing",
                                hint));
            }
        }
    }

    private static Optional<Row> readRow(
            List<String> header, CsvReader.Fields line, List<CsvFault> faults) {
        if (line.fields().size() != header.size()) {
            faults.add(
                    new CsvFault(
                            line.line(),
                            "",
                            "a line must have as many fields as there are columns, "
                                    + header.size()
                                    + ", but this one has "
                                    + line.fields().size(),
                            "put fields with a comma into quotes"));
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!line.fields().get(i).isEmpty()) {
                fields.put(header.get(i), line.fields().get(i));
            }
        }
        int before = faults.size();
        String id = fields.getOrDefault("id", "");
        if (!DeviceId.isValid(id)) {
            faults.add(
                    new CsvFault(
                            line.line(),
                            "id",
                            "an id must be 1 to "
                                    + DeviceId.MAX_LENGTH
                                    + " letters, digits and . _ : -, but is "
                                    + quoted(id),
                            "choose such an id"));
        }
        if (!fields.containsKey("profile")) {
            faults.add(
                    new CsvFault(
                            line.line(),
                            "profile",
                            "a device must have a profile, but this is empty",
                            "name one"));
        }
        Optional<String> parent = Optional.ofNullable(fields.get("parent"));
        parent.flatMap(value -> ChildFault.find(value, id, fields.keySet()))
                .ifPresent(
                        fault ->
                                faults.add(
                                        new CsvFault(
                                                line.line(),
                                                fault.member(),
                                                fault.rule(),
                                                fault.hint())));
        Location location = readLocation(line.line(), fields, faults);
        if (faults.size() > before) {
            return Optional.empty();
        }
        Map<String, String> attributes = new TreeMap<>(fields);
        COLUMNS.forEach(attributes::remove);
        Device device =
                new Device(
                        new DeviceId(id),
                        fields.getOrDefault("profile", ""),
                        fields.getOrDefault("name", ""),
                        location,
                        tags(fields.getOrDefault("tags", "")),
                        new TreeMap<>(attributes),
                        false,
                        Credentials.NONE,
                        parent.map(DeviceId::new));
        return Optional.of(
                new Row(
                        line.line(),
                        device,
                        fields.getOrDefault("token", ""),
                        fields.getOrDefault("psk", "")));
    }

    private static List<String> tags(String field) {
        return List.of(field.split(";")).stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static Location readLocation(
            int line, Map<String, String> fields, List<CsvFault> faults) {
        Optional<Double> lon = readDegrees(line, "lon", 180, fields, faults);
        Optional<Double> lat = readDegrees(line, "lat", 90, fields, faults);
        if (fields.containsKey("lon") != fields.containsKey("lat")) {
            String missing = fields.containsKey("lon") ? "lat" : "lon";
            faults.add(
                    new CsvFault(
                            line,
                            missing,
                            "lon and lat must both be given or both be empty, but this is empty",
                            "add it"));
        }
        return lon.isPresent() && lat.isPresent()
                ? new Location.At(lon.get(), lat.get())
                : new Location.Unknown();
    }

    private static Optional<Double> readDegrees(
            int line,
            String column,
            double limit,
            Map<String, String> fields,
            List<CsvFault> faults) {
        String field = fields.get(column);
        if (field == null) {
            return Optional.empty();
        }
        double degrees;
        try {
            degrees = Double.parseDouble(field);
        } catch (NumberFormatException e) {
            degrees = Double.NaN;
        }
        if (!(Math.abs(degrees) <= limit)) {
            faults.add(
                    new CsvFault(
                            line,
                            column,
                            column
                                    + " must be a number within ±"
                                    + (int) limit
                                    + " degrees, but is "
                                    + quoted(field),
                            "give degrees in WGS 84; are lon and lat swapped?"));
            return Optional.empty();
        }
        return Optional.of(degrees);
    }

    private static String quoted(String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
