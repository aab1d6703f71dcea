// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Framings of protocols in the field, and what their framers tell. */
final class Framings {
    /** CJ/T 188 and DL/T 645: meters behind wake-up bytes. */
    static final String METER =
            """
            preamble: fe
            start: 68
            length: { at: 10, type: u8, plus: 13 }
            tail: 16
            checksum: { kind: sum8 }
            identity: { at: 2, type: bcd, length: 7, order: little }
            sequence: { at: 13, length: 1 }
            ack: "fe fe 68 {1} {identity} 84 03 {11-12} {sequence} {checksum} 16"
            """;

    /** JT/T 808: trackers. */
    static final String TRACKER =
            """
            start: 7e
            until: 7e
            escape: { 7d 02: 7e, 7d 01: 7d }
            checksum: { kind: xor8, from: 1 }
            identity: { at: 5, type: bcd, length: 6 }
            sequence: { at: 11, length: 2 }
            ack: "7e 80 01 00 05 {identity} {sequence} {sequence} {1-2} 00 {checksum} 7e"
            """;

    /** A manhole cover's frames, whose length is that of the whole frame. */
    static final String COVER =
            """
            start: 80 00
            length: { at: 4, type: u8 }
            tail: 81
            most: 64
            """;

    /** Lines of text. */
    static final String LINES = "until: 0d 0a\nmost: 32\n";

    /** A cyclic check over all, lowest byte first. */
    static final String FIXED =
            """
            start: aa ** 55
            fixed: 12
            checksum: { kind: crc16-modbus, order: little }
            """;

    private Framings() {}

    static Framing of(String yaml) {
        Issues issues = new Issues("framing.yaml", yaml);
        Optional<Framing> framing = YamlReader.read(yaml, issues).flatMap(FramingReader::read);
        assertThat(issues.found()).isEmpty();
        return framing.orElseThrow();
    }

    /** What a framer tells that is fed pieces of so many bytes, and then the end. */
    static List<Framed> told(Framing framing, byte[] stream, int piece) {
        List<Framed> told = new ArrayList<>();
        Framer framer = framing.framer();
        for (int from = 0; from < stream.length; from += piece) {
            framer.feed(stream, from, Math.min(stream.length, from + piece), told::add);
        }
        framer.end(told::add);
        return told;
    }

    static List<Framed> told(String yaml, String hex) {
        byte[] stream = Payload.parseHex(hex).toByteArray();
        return told(of(yaml), stream, Math.max(1, stream.length));
    }

    static Framed.Whole whole(String hex) {
        return new Framed.Whole(Payload.parseHex(hex));
    }

    static Framed.Discarded discarded(FramingFault fault, String hex) {
        Payload bytes = Payload.parseHex(hex);
        return new Framed.Discarded(fault, bytes.length(), bytes);
    }
}
