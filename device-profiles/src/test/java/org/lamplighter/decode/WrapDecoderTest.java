// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.decode.Frames.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.decode.Decoding.Decoded;
import org.lamplighter.decode.Decoding.Undecodable;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.util.Map;

/** Bytes that are sent as text. */
class WrapDecoderTest {
    private static final Decoder ENVELOPE =
            wrapped(
                    """
                    base64: $.d.data
                    channel: $.fPort
                    time: $.time
                    packet: $.id
                    members: { rssi: rssi }
                    inside:
                      binary:
                        choose: { channel: true, cases: { 2: data } }
                        layouts: { data: { fields: [ { type: u16, point: level } ] } }
                    """);

    private static Decoder wrapped(String layout) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: acme-x1
                        kind: water-level
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        points: { level: { unit: cm }%s }
                        layout:
                          wrap:
                        %s\
                        """
                                .formatted(
                                        layout.contains("rssi")
                                                ? ", rssi: { unit: \"dB{mW}\" }"
                                                : "",
                                        layout.indent(4))));
    }

    private static Decoder alone(String encoding) {
        return wrapped(
                encoding
                        + ": payload\n"
                        + "inside: { binary: { fields: [ { type: u32, point: level } ] } }\n");
    }

    private static void gives(Decoder decoder, String json, DecodeFault fault, String detail) {
        assertThat(decoder.decode(text(json), 1)).isEqualTo(new Undecodable(fault, detail));
    }

    @ParameterizedTest
    @CsvSource({
        "base64, +/8AAQ==",
        "base64, -_8AAQ",
        "base64, '  +/8AAQ==\n'",
        "hex, fbff0001",
        "hex, FBFF0001",
    })
    void aPayloadMayBeTextAsAWhole(String encoding, String payload) {
        assertThat(Frames.values(alone(encoding).decode(text(payload), 1)))
                .isEqualTo(Map.of("level", (double) 0xfbff0001L));
    }

    @ParameterizedTest
    @CsvSource({
        "base64, AAA!, the payload is no Base64",
        "hex, abc, the payload is no row of hexadecimal bytes",
        "hex, zz, the payload is no row of hexadecimal bytes",
    })
    void aTextThatIsNoneIsAFault(String encoding, String payload, String detail) {
        gives(alone(encoding), payload, DecodeFault.WRONG_TYPE, detail);
    }

    @Test
    void anEnvelopeGivesChannelTimeAndMembers() {
        Decoding decoding =
                ENVELOPE.decode(
                        text(
                                "{\"d\":{\"data\":\"AHs=\",\"x\":1},\"fPort\":2,"
                                    + "\"time\":\"2026-01-10T07:59:00Z\",\"rssi\":-97,\"y\":{}}"),
                        1);
        Reading reading = Frames.reading(decoding);

        assertThat(Frames.values(decoding)).isEqualTo(Map.of("level", 123.0, "rssi", -97.0));
        assertThat(reading.eventTime()).isEqualTo(Instant.parse("2026-01-10T07:59:00Z"));
        assertThat(((Decoded) decoding).ignoredMembers()).isEqualTo(2);
    }

    @Test
    void aPacketIsRecognisedByItsNumber() {
        DuplicateKey first = identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2,\"id\":\"a1\"}");
        DuplicateKey copy =
                identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2,\"id\":\"a1\",\"try\":2}");

        assertThat(first.basis()).isEqualTo(Basis.PACKET);
        assertThat(first.window()).isEqualTo(DuplicateKey.MAX_WINDOW);
        assertThat(copy).isEqualTo(first);
        assertThat(identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2,\"id\":\"a2\"}"))
                .isNotEqualTo(first);
    }

    @Test
    void withoutANumberThePlatformsTimeAndTheBytesInsideRecogniseIt() {
        String at = ",\"time\":\"2026-01-10T07:59:00Z\"";
        DuplicateKey first = identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2" + at + "}");

        assertThat(first.basis()).isEqualTo(Basis.TIME_AND_BYTES);
        assertThat(identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2,\"rssi\":-90" + at + "}"))
                .isEqualTo(first);
        assertThat(identity("{\"d\":{\"data\":\"AHw=\"},\"fPort\":2" + at + "}"))
                .isNotEqualTo(first);
        assertThat(identity("{\"d\":{\"data\":\"AHs=\"},\"fPort\":2,\"time\":0}").basis())
                .isEqualTo(Basis.BYTES);
    }

    private static DuplicateKey identity(String json) {
        return ((Decoded) ENVELOPE.decode(text(json), 1)).identity();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"fPort\":2}", "{\"fPort\":2,\"d\":{\"data\":null}}"})
    void anEnvelopeWithoutBytesIsAFault(String json) {
        gives(ENVELOPE, json, DecodeFault.EMPTY_PAYLOAD, "the member \"$.d.data\" is not there");
    }

    @Test
    void faultsAreToldOfTheEnvelopeAndOfTheBytes() {
        gives(
                ENVELOPE,
                "{\"fPort\":2,\"d\":{\"data\":5}}",
                DecodeFault.WRONG_TYPE,
                "the member \"$.d.data\" is a number, not a text");
        gives(
                ENVELOPE,
                "{\"fPort\":2,\"d\":{\"data\":\"\"}}",
                DecodeFault.EMPTY_PAYLOAD,
                "the member \"$.d.data\" has no bytes");
        gives(
                ENVELOPE,
                "{\"fPort\":2,\"d\":{\"data\":\"AA==\"}}",
                DecodeFault.TOO_SHORT,
                "the payload has 1 bytes, and its layout needs 2");
        gives(
                ENVELOPE,
                "{\"fPort\":2.5,\"d\":{\"data\":\"AHs=\"}}",
                DecodeFault.WRONG_TYPE,
                "the member \"fPort\" is a number, not a text or an integer");
        gives(
                ENVELOPE,
                "{\"fPort\":\"" + "9".repeat(257) + "\",\"d\":{\"data\":\"AHs=\"}}",
                DecodeFault.LIMIT_EXCEEDED,
                "the member \"fPort\" has 257 characters, and a channel at most 256");
    }
}
