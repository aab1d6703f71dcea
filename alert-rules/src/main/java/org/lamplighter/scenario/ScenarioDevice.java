// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.evaluate.Subject;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the device of a scenario. Stateless. */
final class ScenarioDevice {
    private static final DeviceId DEVICE = new DeviceId("scenario");

    private static final Map<DeviceKind, String> GENERIC =
            Map.of(
                    DeviceKind.MANHOLE_COVER, "generic-manhole-cover",
                    DeviceKind.STREETLIGHT, "generic-streetlight",
                    DeviceKind.PARKING_BAY, "generic-parking-bay",
                    DeviceKind.LIGHT_CABINET, "generic-light-cabinet");

    private ScenarioDevice() {}

    static Optional<Subject> read(YamlValue value) {
        Optional<YamlMap> found =
                value.map(
                        "a device",
                        List.of("kind", "profile", "report", "location", "attributes", "tags"));
        Optional<DeviceKind> kind =
                found.flatMap(map -> map.need("kind", "manhole-cover"))
                        .flatMap(word -> word.word("a device kind", DeviceKind.words()))
                        .flatMap(DeviceKind::find);
        if (found.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        YamlMap map = found.get();
        String generic = GENERIC.getOrDefault(kind.get(), "");
        Duration interval =
                map.find("report")
                        .flatMap(
                                text ->
                                        text.duration(
                                                "an expected interval",
                                                Duration.ofSeconds(1),
                                                Duration.ofDays(30)))
                        .orElseGet(
                                () ->
                                        generic.isEmpty()
                                                ? Duration.ofHours(24)
                                                : ShippedProfiles.require(generic)
                                                        .profile()
                                                        .expectedInterval());
        String profile =
                map.find("profile").flatMap(text -> text.text("a profile", 64)).orElse(generic);
        List<String> tags =
                map.find("tags").flatMap(list -> list.list("tags")).orElseGet(List::of).stream()
                        .flatMap(tag -> tag.text("a tag", 64).stream())
                        .toList();
        SortedMap<String, String> attributes = new TreeMap<>();
        map.find("attributes")
                .flatMap(open -> open.openMap("attributes"))
                .ifPresent(
                        open ->
                                open.entries()
                                        .forEach(
                                                (name, entry) ->
                                                        entry.value()
                                                                .text("an attribute", 200)
                                                                .ifPresent(
                                                                        text ->
                                                                                attributes.put(
                                                                                        name,
                                                                                        text))));
        Device device =
                new Device(
                        DEVICE,
                        profile,
                        "",
                        map.find("location")
                                .flatMap(ScenarioDevice::location)
                                .orElse(new Location.Unknown()),
                        tags,
                        attributes,
                        false,
                        Credentials.NONE);
        return Optional.of(new Subject(device, kind.get().word(), interval));
    }

    private static Optional<Location> location(YamlValue value) {
        Optional<YamlMap> map = value.map("a location", List.of("lon", "lat"));
        Optional<Double> lon =
                map.flatMap(found -> found.need("lon", "120.6")).flatMap(ScenarioDevice::degrees);
        Optional<Double> lat =
                map.flatMap(found -> found.need("lat", "31.3")).flatMap(ScenarioDevice::degrees);
        if (lon.isEmpty() || lat.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Location.At(lon.get(), lat.get()));
        } catch (IllegalArgumentException e) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    String.valueOf(e.getMessage()),
                    "write longitude and latitude in degrees");
            return Optional.empty();
        }
    }

    private static Optional<Double> degrees(YamlValue value) {
        return value.decimal("degrees").map(BigDecimal::doubleValue);
    }

    /** The {@code nth} device of a fleet, from 1; all are alike but for their ids. */
    static Subject ofFleet(Subject first, int nth) {
        Device device = first.device();
        return new Subject(
                new Device(
                        new DeviceId(DEVICE + "-" + nth),
                        device.profile(),
                        device.name(),
                        device.location(),
                        device.tags(),
                        device.attributes(),
                        device.disabled(),
                        device.credentials()),
                first.kind(),
                first.expectedInterval());
    }
}
