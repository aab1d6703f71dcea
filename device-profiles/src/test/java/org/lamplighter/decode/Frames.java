// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Frames, profiles and values in few words, for tests. */
final class Frames {
    static final Instant RECEIVED = Instant.parse("2026-01-10T08:00:00.250Z");

    private Frames() {}

    static Frame frame(byte[] payload, String channel, Instant receivedAt) {
        return new Frame(
                new FrameId("gw1", FrameId.firstCounterOf(receivedAt)),
                new DeviceId("d1"),
                "/gw1/mqtt",
                channel,
                Payload.copyOf(payload));
    }

    static Frame frame(byte[] payload) {
        return frame(payload, "v1/frames", RECEIVED);
    }

    static Frame text(String payload) {
        return frame(payload.getBytes(StandardCharsets.UTF_8));
    }

    static Frame hex(String payload) {
        return frame(Payload.parseHex(payload).toByteArray());
    }

    static Decoder shipped(String id) {
        return Decoder.of(ShippedProfiles.require(id).profile());
    }

    /** A decoder of a binary layout, given as the indented YAML of points and of the layout. */
    static Decoder binary(String points, String layout) {
        String yaml =
                """
                profile: acme-x1
                kind: water-level
                vendor: Acme
                model: X1
                report: { every: 1h }
                points:
                %slayout:
                  binary:
                %s\
                """
                        .formatted(points.indent(2), layout.indent(4));
        return switch (ProfileParser.parse("acme-x1.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> Decoder.of(valid.profile());
            case ParsedProfile.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }

    static DeviceProfile profile(String yaml) {
        return switch (ProfileParser.parse("acme-x1.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> valid.profile();
            case ParsedProfile.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }

    static Reading reading(Decoding decoding) {
        return switch (decoding) {
            case Decoding.Decoded decoded -> decoded.readings().getFirst();
            case Decoding.Undecodable undecodable -> throw new AssertionError(undecodable);
        };
    }

    /** The values of a decoding as plain objects by name. */
    static SortedMap<String, Object> values(Decoding decoding) {
        SortedMap<String, Object> values = new TreeMap<>();
        for (Map.Entry<?, PointValue> point : reading(decoding).points().entrySet()) {
            Object value =
                    switch (point.getValue()) {
                        case PointValue.Quantity quantity -> quantity.value();
                        case PointValue.Flag flag -> flag.value();
                        case PointValue.Text text -> text.value();
                    };
            values.put(point.getKey().toString(), value);
        }
        return values;
    }
}
