// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A device that somebody wants to register; every value keeps the bounds of {@link DeviceRules}.
 *
 * @param line on which line of a file it stands, for faults that only the database knows; 0 if in
 *     none
 * @param id its id
 * @param profile the id of its profile
 * @param name what people call it
 * @param location where it is
 * @param tags labels
 * @param attributes further columns
 * @param token its token
 * @param psk its DTLS key
 * @param parent the device whose frames tell its readings, if it is a child; it then has no secrets
 */
record NewDevice(
        int line,
        DeviceId id,
        String profile,
        String name,
        Location location,
        List<String> tags,
        SortedMap<String, String> attributes,
        Secret token,
        Secret psk,
        Optional<DeviceId> parent) {
    NewDevice {
        tags = List.copyOf(tags);
    }

    /** Where a member of it stands in the request. */
    String at(String member) {
        return line == 0 ? member : "line " + line + ", column " + member;
    }

    /** The device with these credentials. */
    Device with(Credentials credentials) {
        return new Device(
                id, profile, name, location, tags, attributes, false, credentials, parent);
    }
}
