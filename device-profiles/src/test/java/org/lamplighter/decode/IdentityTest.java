// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.duplicate.DuplicateKey.Basis;
import org.lamplighter.duplicate.DuplicateMemory;
import org.lamplighter.duplicate.Judgement;
import org.lamplighter.duplicate.Judgement.Reason;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a profile may say of what makes two frames the same. */
class IdentityTest {
    private static final String TIMED = "\"time\":\"2026-01-10T08:00:00Z\"";

    private static Decoder by(String identity) {
        return Decoder.of(
                Frames.profile(
                        """
                        profile: acme-x1
                        kind: manhole-cover
                        vendor: Acme
                        model: X1
                        report: { every: 1h }
                        identity: %s
                        points: { tilt: { unit: deg } }
                        layout: { json: { sequence: seq, time: time } }
                        """
                                .formatted(identity)));
    }

    private static DuplicateKey of(Decoder decoder, String members, int second) {
        Instant receivedAt = Frames.RECEIVED.plusSeconds(second);
        byte[] payload = ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
        Decoding decoding = decoder.decode(Frames.frame(payload, "", receivedAt), 0);
        return ((Decoding.Decoded) decoding).identity();
    }

    private static List<Reason> judged(DuplicateKey... keys) {
        List<Reason> reasons = new ArrayList<>();
        DuplicateMemory memory = DuplicateMemory.empty();
        for (DuplicateKey key : keys) {
            Judgement judgement = memory.judge(key, Frames.RECEIVED, DuplicateMemory.RETENTION);
            reasons.add(judgement.reason());
            memory = judgement.memory();
        }
        return reasons;
    }

    @Test
    void isTheSequenceNumberAloneUntilItComesRound() {
        Decoder decoder = by("{ by: sequence, window: 10m }");
        DuplicateKey first = of(decoder, "\"seq\":255,\"tilt\":1", 0);

        assertThat(first.basis()).isEqualTo(Basis.SEQUENCE);
        assertThat(
                        judged(
                                first,
                                of(decoder, "\"seq\":255,\"tilt\":1,\"rssi\":-90", 600),
                                of(decoder, "\"seq\":0,\"tilt\":1", 300),
                                of(decoder, "\"seq\":255,\"tilt\":1", 601)))
                .containsExactly(
                        Reason.FIRST_SEEN,
                        Reason.SAME_SEQUENCE_NEAR_RECEIPT,
                        Reason.FIRST_SEEN,
                        Reason.FIRST_SEEN);
    }

    @Test
    void isTheDeviceTimeAloneHoweverLateTheCopyIs() {
        Decoder decoder = by("{ by: time }");

        assertThat(
                        judged(
                                of(decoder, "\"seq\":1,\"tilt\":1," + TIMED, 0),
                                of(decoder, "\"seq\":2,\"tilt\":2," + TIMED, 3600)))
                .containsExactly(Reason.FIRST_SEEN, Reason.SAME_TIME);
    }

    @Test
    void isTheBytesAloneWhateverNumberAndTimeTheyCarry() {
        Decoder decoder = by("{ by: bytes, window: 1m }");

        assertThat(
                        judged(
                                of(decoder, "\"seq\":1,\"tilt\":1," + TIMED, 0),
                                of(decoder, "\"seq\":1,\"tilt\":2," + TIMED, 1),
                                of(decoder, "\"seq\":1,\"tilt\":1," + TIMED, 60)))
                .containsExactly(
                        Reason.FIRST_SEEN, Reason.FIRST_SEEN, Reason.SAME_BYTES_NEAR_RECEIPT);
    }

    @Test
    void isAsWithoutAPolicyWhereAFrameDoesNotSayWhatIsNamed() {
        assertThat(of(by("{ by: sequence }"), "\"tilt\":1," + TIMED, 0).basis())
                .isEqualTo(Basis.TIME_AND_BYTES);
        assertThat(of(by("{ by: time }"), "\"seq\":1,\"tilt\":1", 0).basis())
                .isEqualTo(Basis.BYTES);
        assertThat(of(by("{ by: all }"), "\"seq\":1,\"tilt\":1," + TIMED, 0).basis())
                .isEqualTo(Basis.SEQUENCE_AND_TIME);
    }

    @Test
    void hasTheWindowOfTheIntervalUnlessItIsGiven() {
        assertThat(of(by("{ by: sequence }"), "\"seq\":1,\"tilt\":1", 0).window())
                .isEqualTo(Duration.ofSeconds(60));
    }
}
