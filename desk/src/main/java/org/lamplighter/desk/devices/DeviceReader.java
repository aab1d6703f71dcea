// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.ChildFault;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads devices and patches of them from JSON; all faults at once. */
final class DeviceReader {
    private static final Set<String> NEW_MEMBERS =
            Set.of(
                    "id",
                    "profile",
                    "name",
                    "location",
                    "tags",
                    "attributes",
                    "token",
                    "psk",
                    "parent");
    private static final Set<String> PATCH_MEMBERS =
            Set.of("profile", "name", "location", "tags", "attributes", "disabled");
    private static final Set<String> LOCATION_MEMBERS = Set.of("lon", "lat");

    private DeviceReader() {}

    /** A new device; empty if there are faults. */
    static Optional<NewDevice> readNew(byte[] body, List<Fault> faults) {
        Optional<JsonMembers> read = JsonMembers.read(body, NEW_MEMBERS, faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        JsonMembers members = read.get();
        String id =
                members.requireText("id")
                        .filter(text -> isGood(DeviceRules.id("id", text), faults))
                        .orElse("");
        String profile =
                members.requireText("profile")
                        .filter(text -> isGood(DeviceRules.profile("profile", text), faults))
                        .orElse("");
        String name = readName(members, faults).orElse("");
        Location location = readLocation(members, faults).orElse(new Location.Unknown());
        List<String> tags = readTags(members, faults).orElse(List.of());
        SortedMap<String, String> attributes = new TreeMap<>();
        members.findAnyObject("attributes")
                .ifPresent(
                        object ->
                                attributeNames(object, faults)
                                        .forEach(
                                                attribute ->
                                                        object.findScalar(attribute)
                                                                .filter(
                                                                        value ->
                                                                                isGood(
                                                                                        DeviceRules
                                                                                                .attributeValue(
                                                                                                        object
                                                                                                                .at(
                                                                                                                        attribute),
                                                                                                        value),
                                                                                        faults))
                                                                .ifPresent(
                                                                        value ->
                                                                                attributes.put(
                                                                                        attribute,
                                                                                        value))));
        DeviceRules.attributeCount("attributes", attributes.size()).ifPresent(faults::add);
        Secret token = readSecret(members, "token", faults);
        Secret psk = readSecret(members, "psk", faults);
        Optional<String> parent = members.findText("parent");
        parent.flatMap(text -> ChildFault.find(text, id, members.names()))
                .ifPresent(
                        fault -> faults.add(new Fault(fault.member(), fault.rule(), fault.hint())));
        return faults.isEmpty()
                ? Optional.of(
                        new NewDevice(
                                0,
                                new DeviceId(id),
                                profile,
                                name,
                                location,
                                tags,
                                attributes,
                                token,
                                psk,
                                parent.map(DeviceId::new)))
                : Optional.empty();
    }

    /**
     * A patch; empty if there are faults. Attributes are merged one by one, and null takes one
     * away.
     */
    static Optional<DevicePatch> readPatch(byte[] body, List<Fault> faults) {
        Optional<JsonMembers> read = JsonMembers.read(body, PATCH_MEMBERS, faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        JsonMembers members = read.get();
        List<UnaryOperator<Device>> steps = new ArrayList<>();
        members.findText("profile")
                .filter(profile -> isGood(DeviceRules.profile("profile", profile), faults))
                .ifPresent(profile -> steps.add(device -> Patched.of(device).profile(profile)));
        readName(members, faults)
                .ifPresent(name -> steps.add(device -> Patched.of(device).name(name)));
        readLocation(members, faults)
                .ifPresent(location -> steps.add(device -> Patched.of(device).location(location)));
        readTags(members, faults)
                .ifPresent(tags -> steps.add(device -> Patched.of(device).tags(tags)));
        members.findFlag("disabled")
                .ifPresent(disabled -> steps.add(device -> Patched.of(device).disabled(disabled)));
        members.findAnyObject("attributes")
                .ifPresent(
                        object -> {
                            for (String attribute : attributeNames(object, faults)) {
                                if (object.isNull(attribute)) {
                                    steps.add(
                                            device ->
                                                    Patched.of(device).withoutAttribute(attribute));
                                } else {
                                    object.findScalar(attribute)
                                            .filter(
                                                    value ->
                                                            isGood(
                                                                    DeviceRules.attributeValue(
                                                                            object.at(attribute),
                                                                            value),
                                                                    faults))
                                            .ifPresent(
                                                    value ->
                                                            steps.add(
                                                                    device ->
                                                                            Patched.of(device)
                                                                                    .attribute(
                                                                                            attribute,
                                                                                            value)));
                                }
                            }
                        });
        return faults.isEmpty() ? Optional.of(new DevicePatch(steps)) : Optional.empty();
    }

    static Secret readSecret(JsonMembers members, String name, List<Fault> faults) {
        Optional<String> given = members.findText(name);
        if (given.isEmpty()) {
            return new Secret.Made();
        }
        Optional<Fault> fault =
                name.equals("psk")
                        ? DeviceRules.psk(name, given.get())
                        : DeviceRules.token(name, given.get());
        fault.ifPresent(faults::add);
        return new Secret.Given(given.get());
    }

    private static Optional<String> readName(JsonMembers members, List<Fault> faults) {
        return members.findText("name")
                .filter(name -> isGood(DeviceRules.name("name", name), faults));
    }

    private static Optional<Location> readLocation(JsonMembers members, List<Fault> faults) {
        if (members.isNull("location")) {
            return Optional.of(new Location.Unknown());
        }
        return members.findObject("location", LOCATION_MEMBERS)
                .flatMap(
                        place -> {
                            Optional<Double> lon =
                                    place.requireNumber("lon")
                                            .filter(
                                                    value ->
                                                            isGood(
                                                                    DeviceRules.lon(
                                                                            "location.lon", value),
                                                                    faults));
                            Optional<Double> lat =
                                    place.requireNumber("lat")
                                            .filter(
                                                    value ->
                                                            isGood(
                                                                    DeviceRules.lat(
                                                                            "location.lat", value),
                                                                    faults));
                            return lon.flatMap(
                                    east -> lat.map(north -> new Location.At(east, north)));
                        });
    }

    private static Optional<List<String>> readTags(JsonMembers members, List<Fault> faults) {
        return members.findTexts("tags")
                .map(
                        tags -> {
                            for (int i = 0; i < tags.size(); i++) {
                                DeviceRules.tag("tags[" + i + "]", tags.get(i))
                                        .ifPresent(faults::add);
                            }
                            DeviceRules.tagCount("tags", tags.size()).ifPresent(faults::add);
                            return tags;
                        });
    }

    private static List<String> attributeNames(JsonMembers object, List<Fault> faults) {
        return object.names().stream()
                .filter(name -> isGood(DeviceRules.attributeName("attributes", name), faults))
                .toList();
    }

    private static boolean isGood(Optional<Fault> fault, List<Fault> faults) {
        fault.ifPresent(faults::add);
        return fault.isEmpty();
    }
}
