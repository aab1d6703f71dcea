// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.DeviceDetector;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.registry.Device;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A device as the registry tells it, under the profiles in force. Immutable. Keep one object while
 * nothing about it changes: the rules that apply to its subject are worked out once per object.
 */
final class Registered {
    private final long version;
    private final Device device;
    private final byte[] json;
    private final Optional<Subject> subject;

    private Registered(long version, Device device, byte[] json, Optional<Subject> subject) {
        this.version = version;
        this.device = device;
        this.json = json;
        this.subject = subject;
    }

    static Registered of(long version, Device device, ProfileCatalog profiles) {
        Device told = device.withoutCredentials();
        return new Registered(
                version,
                told,
                told.toJson().toString().getBytes(StandardCharsets.UTF_8),
                subjectOf(told, profiles));
    }

    /** Reads {@link #json} back. */
    static Registered parse(long version, byte[] json, ProfileCatalog profiles) {
        Device device = Device.parse(LaneJson.parse(json));
        return new Registered(version, device, json, subjectOf(device, profiles));
    }

    /** The same device under other profiles. */
    Registered under(ProfileCatalog profiles) {
        return new Registered(version, device, json, subjectOf(device, profiles));
    }

    /** The registry's version of the device. */
    long version() {
        return version;
    }

    Device device() {
        return device;
    }

    /** The device without its credentials; nobody writes to it. */
    byte[] json() {
        return json;
    }

    /** The device as the rules see it; empty while its profile is unknown. */
    Optional<Subject> subject() {
        return subject;
    }

    /** Whether frames of it can be taken: its profile is known, and it is no child. */
    boolean sends() {
        return subject.isPresent() && device.parent().isEmpty();
    }

    private static Optional<Subject> subjectOf(Device device, ProfileCatalog profiles) {
        return profiles.find(device.profile())
                .map(entry -> DeviceDetector.subjectOf(device, entry));
    }
}
