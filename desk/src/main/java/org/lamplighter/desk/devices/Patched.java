// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A device with one value changed.
 *
 * @param of the device as it was
 */
record Patched(Device of) {
    static Patched of(Device device) {
        return new Patched(device);
    }

    Device profile(String profile) {
        return new Device(
                of.id(),
                profile,
                of.name(),
                of.location(),
                of.tags(),
                of.attributes(),
                of.disabled(),
                of.credentials(),
                of.parent());
    }

    Device name(String name) {
        return new Device(
                of.id(),
                of.profile(),
                name,
                of.location(),
                of.tags(),
                of.attributes(),
                of.disabled(),
                of.credentials(),
                of.parent());
    }

    Device location(Location location) {
        return new Device(
                of.id(),
                of.profile(),
                of.name(),
                location,
                of.tags(),
                of.attributes(),
                of.disabled(),
                of.credentials(),
                of.parent());
    }

    Device tags(List<String> tags) {
        return new Device(
                of.id(),
                of.profile(),
                of.name(),
                of.location(),
                tags,
                of.attributes(),
                of.disabled(),
                of.credentials(),
                of.parent());
    }

    Device disabled(boolean disabled) {
        return new Device(
                of.id(),
                of.profile(),
                of.name(),
                of.location(),
                of.tags(),
                of.attributes(),
                disabled,
                of.credentials(),
                of.parent());
    }

    Device credentials(Credentials credentials) {
        return new Device(
                of.id(),
                of.profile(),
                of.name(),
                of.location(),
                of.tags(),
                of.attributes(),
                of.disabled(),
                credentials,
                of.parent());
    }

    Device attribute(String name, String value) {
        SortedMap<String, String> attributes = new TreeMap<>(of.attributes());
        attributes.put(name, value);
        return attributes(attributes);
    }

    Device withoutAttribute(String name) {
        SortedMap<String, String> attributes = new TreeMap<>(of.attributes());
        attributes.remove(name);
        return attributes(attributes);
    }

    private Device attributes(SortedMap<String, String> attributes) {
        return new Device(
                of.id(),
                of.profile(),
                of.name(),
                of.location(),
                of.tags(),
                attributes,
                of.disabled(),
                of.credentials(),
                of.parent());
    }
}
