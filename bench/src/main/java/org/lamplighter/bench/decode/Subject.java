// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.decode;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.Instant;

/** A frame, the profile that reads it, and the Java that does the same. */
public enum Subject {
    /** Twelve bytes at fixed places. */
    FIXED(
            """
            points:
              distance: { unit: cm }
              temperature: { unit: Cel }
              battery: { unit: "%" }
              voltage: { unit: V }
              overflow: { type: flag }
              moved: { type: flag }
              count: { unit: "1" }
            layout:
              binary:
                fields:
                  - { bytes: 80 01 }
                  - { type: u16, point: distance, scale: 0.1 }
                  - { type: s16, point: temperature, scale: 0.1 }
                  - { type: u8, point: battery }
                  - { type: u16, point: voltage, scale: 0.001 }
                  - type: u8
                    slices: [ { bits: 0, point: overflow }, { bits: 1, point: moved } ]
                  - { type: u16, point: count }
            """,
            "80 01 05 dd ff 9c 5c 0c 1c 02 01 2c") {
        @Override
        Decoding byHand(Frame frame) {
            return HandWritten.fixed(frame);
        }
    },
    /** Forty bytes of values behind keys of two bytes, lowest byte first. */
    TLV(
            """
            points:
              battery: { unit: "%" }
              temperature: { unit: Cel }
              humidity: { unit: "%{RH}" }
              gap: { unit: mm }
              tilt_x: { unit: deg }
              tilt_y: { unit: deg }
              tilt_z: { unit: deg }
              open: { type: flag }
              count: { unit: "1" }
              voltage: { unit: V }
              energy: { unit: kW.h }
            layout:
              binary:
                order: little
                fields:
                  - tlv:
                      key: [u8, u8]
                      tags:
                        "01 75": [ { type: u8, point: battery } ]
                        "03 67": [ { type: s16, point: temperature, scale: 0.1 } ]
                        "04 68": [ { type: u8, point: humidity, scale: 0.5 } ]
                        "05 82": [ { type: u16, point: gap } ]
                        "06 cf":
                          - { type: s16, point: tilt_x, scale: 0.01 }
                          - { type: s16, point: tilt_y, scale: 0.01 }
                          - { type: s16, point: tilt_z, scale: 0.01 }
                        "07 00": [ { type: u8, point: open } ]
                        "08 c8": [ { type: u32, point: count } ]
                        "09 74": [ { type: u16, point: voltage, scale: 0.1 } ]
                        "0a 83": [ { type: u24, point: energy, scale: 0.001 } ]
            """,
            "01 75 5c 03 67 34 01 04 68 65 05 82 44 08 06 cf 10 27 f0 d8 00 00 07 00 01"
                    + " 08 c8 15 cd 5b 07 09 74 fc 08 0a 83 40 e2 01") {
        @Override
        Decoding byHand(Frame frame) {
            return HandWritten.tlv(frame);
        }
    },
    /** A head of ten bytes, and 24 records of the past of ten bytes each. */
    HISTORY(
            """
            points:
              voltage: { unit: V }
              count: { unit: "1" }
              temperature: { unit: Cel }
              depth: { unit: mm }
              battery: { unit: "%" }
              overflow: { type: flag }
            layout:
              binary:
                fields:
                  - { bytes: "10" }
                  - { type: u32, use: unix-seconds }
                  - { type: u16, point: voltage, scale: 0.001 }
                  - { type: u16, point: count }
                  - { type: u8, name: records }
                  - repeat:
                      count: { field: records }
                      fields:
                        - reading:
                            history: true
                            fields:
                              - { type: u32, use: unix-seconds }
                              - { type: s16, point: temperature, scale: 0.1 }
                              - { type: u16, point: depth }
                              - { type: u8, point: battery }
                              - { type: u8, point: overflow }
            """,
            history()) {
        @Override
        Decoding byHand(Frame frame) {
            return HandWritten.history(frame);
        }
    };

    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

    private final String yaml;
    private final String hex;

    Subject(String yaml, String hex) {
        this.yaml = yaml;
        this.hex = hex;
    }

    private static String history() {
        long head = Instant.parse("2025-12-31T23:59:30Z").getEpochSecond();
        StringBuilder hex = new StringBuilder("10");
        hex.append(String.format("%08x%04x%04x%02x", head, 3300, 4711, 24));
        for (int i = 0; i < 24; i++) {
            hex.append(
                    String.format(
                            "%08x%04x%04x%02x%02x",
                            head - 600L * i, (i * 37 - 200) & 0xffff, 900 + 13 * i, 92, i % 2));
        }
        return hex.toString();
    }

    /** What hand-written Java makes of a frame of this kind. */
    abstract Decoding byHand(Frame frame);

    Frame frame() {
        return new Frame(
                new FrameId("bench", FrameId.firstCounterOf(RECEIVED)),
                new DeviceId("device"),
                "/bench",
                "",
                Payload.parseHex(hex));
    }

    Decoder decoder() {
        String text =
                """
                profile: bench
                kind: manhole-cover
                vendor: bench
                model: bench
                report: { every: 1h }
                """
                        + yaml;
        return switch (ProfileParser.parse(name(), text)) {
            case ParsedProfile.Valid valid -> Decoder.of(valid.profile());
            case ParsedProfile.Faulty faulty ->
                    throw new IllegalStateException(faulty.issues().toString());
        };
    }
}
