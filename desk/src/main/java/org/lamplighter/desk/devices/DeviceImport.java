// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.DevicesCsv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads new devices from {@code devices.csv}; all faults at once, each with its line and column.
 */
final class DeviceImport {
    private DeviceImport() {}

    /** The devices; none if there are faults. */
    static List<NewDevice> read(byte[] body, List<Fault> faults) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            faults.add(new Fault("body", "it must be UTF-8, but is not", "save the file as UTF-8"));
            return List.of();
        }
        return switch (DevicesCsv.parse(text)) {
            case DevicesCsv.Parsed.Faulty faulty -> {
                faulty.faults()
                        .forEach(
                                fault ->
                                        faults.add(
                                                new Fault(
                                                        fault.where(),
                                                        fault.rule(),
                                                        fault.hint())));
                yield List.of();
            }
            case DevicesCsv.Parsed.Valid valid -> {
                List<NewDevice> devices = new ArrayList<>();
                for (DevicesCsv.Row row : valid.rows()) {
                    List<Fault> ofRow = check(row);
                    faults.addAll(ofRow);
                    if (ofRow.isEmpty()) {
                        devices.add(device(row));
                    }
                }
                yield devices;
            }
        };
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
                "line " + row.line(),
                device.id(),
                device.profile(),
                device.name(),
                device.location(),
                device.tags(),
                device.attributes(),
                secret(row.token()),
                secret(row.psk()));
    }

    private static Secret secret(String field) {
        return field.isEmpty() ? new Secret.Made() : new Secret.Given(field);
    }
}
