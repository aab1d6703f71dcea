// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.registry.CsvFault;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.DevicesCsv;
import org.lamplighter.registry.DevicesCsv.Lost;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads new devices from {@code devices.csv}; all faults at once, each with its line and column.
 *
 * @param devices those of the lines without a fault
 * @param faults of the others
 * @param lost the devices of the others
 */
record DeviceImport(List<NewDevice> devices, LineFaults faults, Lost lost) {
    /** How many devices a file has at most. */
    static final int MAX_DEVICES = 100_000;

    /** How many bytes a file has at most. */
    static final int MAX_FILE = 32 << 20;

    DeviceImport {
        devices = List.copyOf(devices);
    }

    /** Reads a file. */
    static DeviceImport read(byte[] body) {
        LineFaults faults = new LineFaults();
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            faults.add(
                    0,
                    () ->
                            new Fault(
                                    "body",
                                    "it must be UTF-8, but is not",
                                    "save the file as UTF-8"));
            return new DeviceImport(List.of(), faults, Lost.NONE);
        }
        return switch (DevicesCsv.parse(text, MAX_DEVICES)) {
            case DevicesCsv.Parsed.Valid valid -> of(valid.rows(), faults, Lost.NONE);
            case DevicesCsv.Parsed.Faulty faulty -> {
                for (CsvFault fault : faulty.faults()) {
                    faults.add(
                            fault.line(),
                            () -> new Fault(fault.where(), fault.rule(), fault.hint()));
                }
                faults.addUntold(faulty.untold());
                DeviceImport others = of(faulty.rows(), new LineFaults(), faulty.lost());
                yield new DeviceImport(
                        others.devices(), faults.and(others.faults()), others.lost());
            }
        };
    }

    private static DeviceImport of(List<DevicesCsv.Row> rows, LineFaults faults, Lost lost) {
        Set<String> ids = new HashSet<>(lost.ids());
        List<NewDevice> devices = new ArrayList<>(rows.size());
        for (DevicesCsv.Row row : rows) {
            List<Fault> ofRow = check(row);
            ofRow.forEach(fault -> faults.add(row.line(), () -> fault));
            if (ofRow.isEmpty()) {
                devices.add(device(row));
            } else {
                ids.add(row.device().id().value());
            }
        }
        return new DeviceImport(devices, faults, new Lost(ids, lost.unnamed()));
    }

    private static List<Fault> check(DevicesCsv.Row row) {
        Device device = row.device();
        String line = "line " + row.line();
        Stream<Optional<Fault>> values =
                Stream.of(
                        DeviceRules.profile(line + ", column profile", device.profile()),
                        DeviceRules.name(line + ", column name", device.name()),
                        DeviceRules.tagCount(line + ", column tags", device.tags().size()),
                        DeviceRules.attributeCount(line, device.attributes().size()),
                        row.token().isEmpty()
                                ? Optional.empty()
                                : DeviceRules.token(line + ", column token", row.token()),
                        row.psk().isEmpty()
                                ? Optional.empty()
                                : DeviceRules.psk(line + ", column psk", row.psk()));
        Stream<Optional<Fault>> tags =
                device.tags().stream().map(tag -> DeviceRules.tag(line + ", column tags", tag));
        Stream<Optional<Fault>> attributes =
                device.attributes().entrySet().stream()
                        .map(
                                entry ->
                                        DeviceRules.attributeName(
                                                        line + ", column " + shown(entry.getKey()),
                                                        entry.getKey())
                                                .or(
                                                        () ->
                                                                DeviceRules.attributeValue(
                                                                        line
                                                                                + ", column "
                                                                                + entry.getKey(),
                                                                        entry.getValue())));
        return Stream.of(values, tags, attributes)
                .flatMap(faults -> faults)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String shown(String column) {
        return column.length() <= 64 ? column : column.substring(0, 64) + "…";
    }

    private static NewDevice device(DevicesCsv.Row row) {
        Device device = row.device();
        return new NewDevice(
                row.line(),
                device.id(),
                device.profile(),
                device.name(),
                device.location(),
                device.tags(),
                device.attributes(),
                secret(row.token()),
                secret(row.psk()),
                device.parent());
    }

    private static Secret secret(String field) {
        return field.isEmpty() ? new Secret.Made() : new Secret.Given(field);
    }
}
