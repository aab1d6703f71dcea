// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.yaml.Suggestions;

import java.util.ArrayList;
import java.util.HashSet;
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

    /** How many further columns there are at most: a device's attributes. */
    public static final int MAX_ATTRIBUTES = 64;

    /** How many columns there are at most; of a line with more fields the rest are counted. */
    public static final int MAX_COLUMNS = COLUMNS.size() + MAX_ATTRIBUTES;

    /** How many faults are told; the rest are counted. */
    public static final int MAX_FAULTS = 100;

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
         * @param faults at least one and at most {@value #MAX_FAULTS}, in the order of the file
         * @param untold how many more there are
         * @param rows the lines that have none, in whose values there may be others still
         * @param lost what else the file has
         */
        record Faulty(List<CsvFault> faults, int untold, List<Row> rows, Lost lost)
                implements Parsed {
            public Faulty {
                faults = List.copyOf(faults);
                rows = List.copyOf(rows);
            }
        }
    }

    /**
     * Devices of the lines that are not among the rows.
     *
     * @param ids the ids that can be read
     * @param unnamed whether there may be others: lines of which nobody knows where a field begins,
     *     or which were not read
     */
    public record Lost(Set<String> ids, boolean unnamed) {
        /** None. */
        public static final Lost NONE = new Lost(Set.of(), false);

        public Lost {
            ids = Set.copyOf(ids);
        }

        /** Whether the file may have this device, for all that is known. */
        public boolean mayHold(DeviceId id) {
            return unnamed || ids.contains(id.value());
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
        return parse(text, Integer.MAX_VALUE);
    }

    /** As {@link #parse(String)}; the line of one device more than {@code most} ends it. */
    public static Parsed parse(String text, int most) {
        Faults faults = new Faults();
        CsvReader lines = new CsvReader(text, MAX_COLUMNS, faults::add);
        Optional<CsvReader.Fields> first = lines.next();
        if (first.isEmpty()) {
            return new Parsed.Faulty(
                    List.of(
                            new CsvFault(
                                    1,
                                    "",
                                    "the first line must name the columns, but the file is empty",
                                    "begin with id,profile,name")),
                    0,
                    List.of(),
                    Lost.NONE);
        }
        List<String> header = first.get().fields();
        checkHeader(first.get(), faults);
        List<Row> rows = new ArrayList<>();
        if (faults.count == 0) {
            readRows(header, lines, most, faults, rows);
        }
        return faults.count == 0
                ? new Parsed.Valid(rows)
                : new Parsed.Faulty(
                        faults.told, faults.count - faults.told.size(), rows, faults.lost());
    }

    private static void readRows(
            List<String> header, CsvReader lines, int most, Faults faults, List<Row> rows) {
        int before = faults.count;
        Optional<CsvReader.Fields> line = lines.next();
        for (int number = 1; line.isPresent(); number++) {
            if (number > most) {
                faults.add(
                        new CsvFault(
                                line.get().line(),
                                "",
                                "a file may have "
                                        + most
                                        + " devices, but this is the line of one more",
                                "split it"));
                faults.unnamed = true;
                return;
            }
            // what stands in a line whose quotes are wrong, nobody knows
            if (faults.count == before) {
                readRow(header, line.get(), faults).ifPresent(rows::add);
            } else {
                faults.unnamed = true;
            }
            before = faults.count;
            line = lines.next();
        }
    }

    /** The first of them, how many there are, and which devices they concern. */
    private static final class Faults {
        private final List<CsvFault> told = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();
        private boolean unnamed;
        private int count;

        Lost lost() {
            return new Lost(ids, unnamed);
        }

        void add(CsvFault fault) {
            count++;
            if (told.size() < MAX_FAULTS) {
                told.add(fault);
            }
        }
    }

    private static void checkHeader(CsvReader.Fields line, Faults faults) {
        if (line.count() > MAX_COLUMNS) {
            faults.add(
                    new CsvFault(
                            line.line(),
                            "",
                            "a file may have "
                                    + MAX_COLUMNS
                                    + " columns, "
                                    + MAX_ATTRIBUTES
                                    + " of them attributes, but this one has "
                                    + line.count(),
                            "leave some out"));
            return;
        }
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
                                shown(column),
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
            List<String> header, CsvReader.Fields line, Faults faults) {
        if (line.count() != header.size()) {
            faults.unnamed = true;
            faults.add(
                    new CsvFault(
                            line.line(),
                            "",
                            "a line must have as many fields as there are columns, "
                                    + header.size()
                                    + ", but this one has "
                                    + line.count(),
                            "put fields with a comma into quotes"));
            return Optional.empty();
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!line.fields().get(i).isEmpty()) {
                fields.put(header.get(i), line.fields().get(i));
            }
        }
        int before = faults.count;
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
        if (faults.count > before) {
            faults.ids.add(id);
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

    private static Location readLocation(int line, Map<String, String> fields, Faults faults) {
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
            int line, String column, double limit, Map<String, String> fields, Faults faults) {
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

    private static String shown(String column) {
        return column.length() <= 64 ? column : column.substring(0, 64) + "…";
    }

    private static String quoted(String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
