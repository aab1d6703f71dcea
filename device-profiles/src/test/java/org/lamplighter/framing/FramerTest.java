// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.framing.FramingFault.BAD_CHECKSUM;
import static org.lamplighter.framing.FramingFault.BAD_ESCAPE;
import static org.lamplighter.framing.FramingFault.BAD_IDENTITY;
import static org.lamplighter.framing.FramingFault.BAD_LENGTH;
import static org.lamplighter.framing.FramingFault.BAD_TAIL;
import static org.lamplighter.framing.FramingFault.NO_START;
import static org.lamplighter.framing.FramingFault.TOO_LONG;
import static org.lamplighter.framing.FramingFault.TOO_SHORT;
import static org.lamplighter.framing.FramingFault.TRUNCATED;
import static org.lamplighter.framing.Framings.COVER;
import static org.lamplighter.framing.Framings.FIXED;
import static org.lamplighter.framing.Framings.LINES;
import static org.lamplighter.framing.Framings.METER;
import static org.lamplighter.framing.Framings.TRACKER;
import static org.lamplighter.framing.Framings.discarded;
import static org.lamplighter.framing.Framings.told;
import static org.lamplighter.framing.Framings.whole;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class FramerTest {
    private static final String METER_FRAME =
            "68 10 01 00 00 05 08 00 00 81 03 0a 81 05 9a 16".replace(" ", "");
    private static final String TRACKER_SENT = "7e00020000013812345678007d01307d027e";
    private static final String TRACKER_FRAME = "7e00020000013812345678007d307e7e";
    private static final String COVER_FRAME = "8000010108640081";

    @Nested
    class FramesBetweenOneByte {
        private static final String FLAGS = "start: 7e\nuntil: 7e\n";

        @Test
        void areFoundAgainWhereTheStreamBeginsWithinOne() {
            assertThat(told(FLAGS, "01027e" + "7e03047e" + "7e05067e"))
                    .containsExactly(
                            discarded(TOO_SHORT, "01027e"), whole("7e03047e"), whole("7e05067e"));
        }

        @Test
        void areNeverEmpty() {
            assertThat(told(FLAGS, "7e7e" + "7e03047e"))
                    .containsExactly(discarded(TOO_SHORT, "7e7e"), whole("7e03047e"));
        }
    }

    @Test
    void theAnswerBehindAPreambleKeepsItsStartAndIsEscapedWithin() {
        Framing framing =
                Framings.of(
                        """
                        preamble: fe
                        start: 7e
                        until: 7e
                        escape: { 7d 02: 7e, 7d 01: 7d }
                        ack: "fe fe 7e 7e {1} 7e"
                        """);

        assertThat(framing.answerTo(Payload.parseHex("7e7d7e")).orElseThrow().toHex())
                .isEqualTo("fefe7e" + "7d02" + "7d01" + "7e");
    }

    @Nested
    class AMeter {
        @Test
        void isFramedByItsLengthTailAndSum() {
            Framing framing = Framings.of(METER);
            Payload frame = Payload.parseHex(METER_FRAME);

            assertThat(told(METER, "fefefe" + METER_FRAME + METER_FRAME))
                    .containsExactly(whole(METER_FRAME), whole(METER_FRAME));
            assertThat(framing.identityOf(frame)).contains(new DeviceId("00000805000001"));
            assertThat(framing.answerTo(frame).orElseThrow().toHex())
                    .isEqualTo("fefe681001000005080000" + "84030a8105" + "9d16");
        }

        @Test
        void isDiscardedWithAnotherSum() {
            String damaged = METER_FRAME.replace("9a16", "9b16");

            assertThat(told(METER, damaged + METER_FRAME))
                    .containsExactly(discarded(BAD_CHECKSUM, damaged), whole(METER_FRAME));
        }

        @Test
        void isDiscardedWithAnotherTail() {
            String damaged = METER_FRAME.replace("9a16", "9a17");

            assertThat(told(METER, damaged + METER_FRAME))
                    .containsExactly(discarded(BAD_TAIL, damaged), whole(METER_FRAME));
        }

        @Test
        void isDiscardedWithADigitThatIsNone() {
            String damaged = "68 10 0a 00 00 05 08 00 00 81 03 0a 81 05 a3 16".replace(" ", "");

            assertThat(told(METER, damaged + METER_FRAME))
                    .containsExactly(discarded(BAD_IDENTITY, damaged), whole(METER_FRAME));
        }

        @Test
        void isFoundWithinWhatOnlyBeganLikeOne() {
            String begun = "68" + "00".repeat(9) + "c8";

            assertThat(told(METER, begun + METER_FRAME))
                    .containsExactly(discarded(TRUNCATED, begun), whole(METER_FRAME));
        }
    }

    @Nested
    class ATracker {
        @Test
        void isFramedByItsDelimiterWithItsEscapesUndone() {
            assertThat(told(TRACKER, TRACKER_SENT + TRACKER_SENT))
                    .containsExactly(whole(TRACKER_FRAME), whole(TRACKER_FRAME));
            assertThat(Framings.of(TRACKER).identityOf(Payload.parseHex(TRACKER_FRAME)))
                    .contains(new DeviceId("013812345678"));
        }

        @Test
        void isAnsweredWithEscapesAndASum() {
            Payload answer =
                    Framings.of(TRACKER).answerTo(Payload.parseHex(TRACKER_FRAME)).orElseThrow();

            assertThat(answer.toHex()).isEqualTo("7e80010005013812345678007d01007d01000200b77e");
        }

        @Test
        void isFoundAgainWhenTheStreamBeganWithinAFrame() {
            assertThat(told(TRACKER, "12347e" + TRACKER_SENT))
                    .containsExactly(discarded(TOO_SHORT, "12347e"), whole(TRACKER_FRAME));
        }

        @Test
        void isDiscardedWithAnEscapeThatIsNone() {
            String damaged = TRACKER_SENT.replace("7d01", "7d03");

            assertThat(told(TRACKER, damaged)).containsExactly(discarded(BAD_ESCAPE, damaged));
            assertThat(told(TRACKER, TRACKER_SENT.replace("7d027e", "7d7e")))
                    .containsExactly(discarded(BAD_ESCAPE, TRACKER_SENT.replace("7d027e", "7d7e")));
        }
    }

    @Nested
    class ACover {
        @Test
        void isFramedByItsLengthAndTail() {
            assertThat(told(COVER, COVER_FRAME)).containsExactly(whole(COVER_FRAME));
        }

        @Test
        void isDiscardedWithALengthThatNoFrameHas() {
            assertThat(told(COVER, "8000010141" + COVER_FRAME))
                    .containsExactly(discarded(BAD_LENGTH, "8000010141"), whole(COVER_FRAME));
            assertThat(told(COVER, "8000010105" + COVER_FRAME))
                    .containsExactly(discarded(BAD_LENGTH, "8000010105"), whole(COVER_FRAME));
        }

        @Test
        void isWaitedForAndThenTruncated() {
            List<Framed> told = new ArrayList<>();
            Framer framer = Framings.of(COVER).framer();
            byte[] bytes = Payload.parseHex(COVER_FRAME).toByteArray();

            framer.feed(bytes, 0, 7, told::add);
            assertThat(told).isEmpty();
            assertThat(framer.isWaiting()).isTrue();

            framer.end(told::add);
            assertThat(told).containsExactly(discarded(TRUNCATED, COVER_FRAME.substring(0, 14)));
            assertThat(framer.isWaiting()).isFalse();

            framer.feed(bytes, 0, 8, told::add);
            assertThat(told).endsWith(whole(COVER_FRAME));
        }

        @Test
        void isAsLongAsAFrameMayBeAndNoLonger() {
            byte[] frame = new byte[64];
            frame[0] = (byte) 0x80;
            frame[4] = 64;
            frame[63] = (byte) 0x81;

            assertThat(told(Framings.of(COVER), frame, 1))
                    .containsExactly(new Framed.Whole(Payload.copyOf(frame)));
            frame[4] = 65;
            assertThat(told(Framings.of(COVER), Arrays.copyOf(frame, 65), 1))
                    .first()
                    .isInstanceOfSatisfying(
                            Framed.Discarded.class,
                            d -> assertThat(d.fault()).isEqualTo(BAD_LENGTH));
        }
    }

    @Nested
    class Lines {
        @Test
        void endWithTheirDelimiter() {
            assertThat(told(LINES, "61620d0a630d0a"))
                    .containsExactly(whole("61620d0a"), whole("630d0a"));
        }

        @Test
        void ofTooManyBytesAreTheEndAsThereIsNoWayBack() {
            List<Framed> told =
                    told(
                            Framings.of(LINES),
                            "x".repeat(33).concat("\r\ny\r\n").getBytes(US_ASCII),
                            3);

            assertThat(told).hasSize(2);
            assertThat(told.getFirst()).isEqualTo(discarded(TOO_LONG, "78".repeat(32)));
            assertThat(told.getLast()).isEqualTo(new Framed.GivenUp());
        }
    }

    @Nested
    class FixedFrames {
        @Test
        void areFoundByTheirStartAndCheck() {
            String frame = fixed("aa0155010203040506");

            assertThat(told(FIXED, "aa0054" + frame + "00" + frame))
                    .containsExactly(
                            discarded(NO_START, "aa0054"),
                            whole(frame),
                            discarded(NO_START, "00"),
                            whole(frame));
        }

        private static String fixed(String hex) {
            Payload body = Payload.parseHex(hex + "00");
            long crc = Checksum.of("crc16-modbus").over(body, 0, body.length());
            return body.toHex() + "%02x%02x".formatted(crc & 0xff, crc >> 8);
        }
    }

    @Nested
    class Datagrams {
        private static final String DATAGRAM =
                """
                datagram: true
                start: 02
                tail: 03
                most: 16
                identity: { at: 1, type: ascii, length: 4 }
                """;

        @Test
        void areFramesAsAWhole() {
            Framing framing = Framings.of(DATAGRAM);

            assertThat(framing.isForStreams()).isFalse();
            assertThat(told(DATAGRAM, "02" + "61620000" + "03"))
                    .containsExactly(whole("026162000003"));
            assertThat(framing.identityOf(Payload.parseHex("026162000003")))
                    .contains(new DeviceId("ab"));
        }

        @Test
        void areDiscardedAsAWhole() {
            assertThat(told(DATAGRAM, "00026162000003"))
                    .containsExactly(discarded(NO_START, "00026162000003"));
            assertThat(told(DATAGRAM, "026162000004"))
                    .containsExactly(discarded(BAD_TAIL, "026162000004"));
            assertThat(told(DATAGRAM, "020303")).containsExactly(discarded(TOO_SHORT, "020303"));
            assertThat(told(DATAGRAM, "020000000003"))
                    .containsExactly(discarded(BAD_IDENTITY, "020000000003"));
            assertThat(told(DATAGRAM, "02" + "61".repeat(14) + "03"))
                    .containsExactly(whole("02" + "61".repeat(14) + "03"));
            assertThat(told(DATAGRAM, "02" + "61".repeat(15) + "03"))
                    .containsExactly(discarded(TOO_LONG, "02" + "61".repeat(15)));
            assertThat(told(DATAGRAM, "")).isEmpty();
        }
    }

    @Test
    void givesUpAfterSoManyDiscardedBytes() {
        byte[] garbage = new byte[Framer.MAX_DISCARDED];
        byte[] frame = Payload.parseHex(COVER_FRAME).toByteArray();
        List<Framed> told = new ArrayList<>();
        Framer framer = Framings.of(COVER).framer();

        framer.feed(garbage, 0, garbage.length, told::add);
        framer.feed(frame, 0, frame.length, told::add);
        assertThat(told)
                .containsExactly(
                        new Framed.Discarded(NO_START, 65_536, Payload.wrap(new byte[Framer.HEAD])),
                        whole(COVER_FRAME));

        told.clear();
        framer.feed(garbage, 0, garbage.length, told::add);
        assertThat(framer.isGivenUp()).isFalse();
        framer.feed(garbage, 0, 1, told::add);
        assertThat(told)
                .containsExactly(
                        new Framed.Discarded(NO_START, 65_537, Payload.wrap(new byte[Framer.HEAD])),
                        new Framed.GivenUp());
        assertThat(framer.isGivenUp()).isTrue();
        framer.feed(frame, 0, frame.length, told::add);
        assertThat(told).hasSize(2);
    }

    @Test
    void givesUpAfterSoManyCandidatesThatAreNone() {
        String none = "8000010106ff";
        byte[] tries = Payload.parseHex(none.repeat(Framer.MAX_TRIES)).toByteArray();
        byte[] frame = Payload.parseHex(COVER_FRAME).toByteArray();
        List<Framed> told = new ArrayList<>();
        Framer framer = Framings.of(COVER).framer();

        framer.feed(tries, 0, tries.length, told::add);
        framer.feed(frame, 0, frame.length, told::add);
        assertThat(told).hasSize(2).last().isEqualTo(whole(COVER_FRAME));

        framer.feed(tries, 0, tries.length, told::add);
        assertThat(framer.isGivenUp()).isFalse();
        framer.feed(tries, 0, none.length() / 2, told::add);
        assertThat(told).hasSize(4).last().isEqualTo(new Framed.GivenUp());
    }
}
