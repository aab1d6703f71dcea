// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.reading.TimeSource;

import java.util.Map;

/** A profile of bytes, around which a platform puts JSON. */
class EnvelopeTest {
    private static Decoder door(String envelope) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: my-door
                        kind: door
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        points: { open: { type: flag }, rssi: { unit: "dB{mW}" } }
                        envelope: %s
                        layout:
                          binary:
                            choose: { channel: true, cases: { 7: state } }
                            layouts: { state: { fields: [ { type: u8, point: open } ] } }
                        """
                                .formatted(envelope)
                                .replace(
                                        ", rssi: { unit: \"dB{mW}\" }",
                                        envelope.contains("rssi")
                                                ? ", rssi: { unit: \"dB{mW}\" }"
                                                : "")));
    }

    @Test
    void ofChirpStackGivesPortTimeAndPacket() {
        Decoding decoding =
                door("chirpstack")
                        .decode(
                                Frames.text(
                                        "{\"deduplicationId\":\"3ac7\",\"fPort\":7,"
                                            + "\"time\":\"2026-01-10T07:59:58Z\",\"data\":\"AQ==\"}"),
                                0);

        assertThat(Frames.values(decoding)).isEqualTo(Map.of("open", true));
        assertThat(Frames.reading(decoding).timeSource()).isEqualTo(TimeSource.PLATFORM);
        assertThat(((Decoding.Decoded) decoding).identity().basis()).isEqualTo(Basis.PACKET);
    }

    @Test
    void ofTheThingsStackGivesPortAndTime() {
        Decoding decoding =
                door("the-things-stack")
                        .decode(
                                Frames.text(
                                        "{\"received_at\":\"2026-01-10T07:59:58.123456789Z\","
                                                + "\"uplink_message\":{\"f_port\":7,\"f_cnt\":3,"
                                                + "\"frm_payload\":\"AA==\"}}"),
                                0);

        assertThat(Frames.values(decoding)).isEqualTo(Map.of("open", false));
        assertThat(Frames.reading(decoding).timeSource()).isEqualTo(TimeSource.PLATFORM);
        assertThat(((Decoding.Decoded) decoding).identity().basis())
                .isEqualTo(Basis.TIME_AND_BYTES);
    }

    @Test
    void ofAnotherPlatformIsSaidByItsMembers() {
        Decoding decoding =
                door("{ hex: $.p, channel: $.port, members: { $.rssi: rssi } }")
                        .decode(Frames.text("{\"p\":\"01\",\"port\":7,\"rssi\":-97}"), 0);

        assertThat(Frames.values(decoding)).isEqualTo(Map.of("open", true, "rssi", -97.0));
    }

    @Test
    void thatIsNotKnownIsAFaultWithASuggestion() {
        String yaml = "profile: a\nextends: browan-tbdw100\nenvelope: chirp-stack\n";

        assertThat(ProfileParser.parse("a.profile.yaml", yaml))
                .isInstanceOfSatisfying(
                        ParsedProfile.Faulty.class,
                        faulty ->
                                assertThat(faulty.issues().getFirst())
                                        .hasToString(
                                                """
                                                a.profile.yaml:3:11: an envelope is one of chirpstack, the-things-stack, not "chirp-stack" [UNKNOWN_WORD]
                                                    3 | envelope: chirp-stack
                                                      |           ^^^^^^^^^^^
                                                  did you mean "chirpstack"?\
                                                """));
    }
}
