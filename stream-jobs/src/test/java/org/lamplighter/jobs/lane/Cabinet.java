// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Change;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** A cabinet whose frames tell its lamps' readings. */
public final class Cabinet {
    public static final String PROFILE = "test-cabinet";
    public static final String LAMP = "generic-streetlight";

    private static final int CABINETS = 3;
    private static final int LAMPS = 64;
    private static final int LATECOMER = 40;

    private static final String YAML =
            """
            profile: test-cabinet
            kind: light-cabinet
            vendor: Test
            model: cabinet
            report: { every: 10m }
            points:
              powered: { type: flag }
              on: { type: flag }
              current: { unit: A }
            layout:
              binary:
                choose: { byte: 0, cases: { 1: all, 2: lamps } }
                layouts:
                  all:
                    fields:
                      - { skip: 1 }
                      - { type: u16, use: sequence }
                      - { type: u32, use: unix-seconds }
                      - { type: u8, point: powered }
                      - { layout: lamps-of-it }
                  lamps:
                    fields:
                      - { skip: 1 }
                      - { type: u16, use: sequence }
                      - { type: u32, use: unix-seconds }
                      - { layout: lamps-of-it }
                  lamps-of-it:
                    fields:
                      - repeat:
                          until: end
                          fields:
                            - { type: u8, name: lamp }
                            - reading:
                                child: "{lamp}"
                                fields:
                                  - { type: u8, point: on }
                                  - { type: u8, point: current, scale: 0.1 }
            """;

    private Cabinet() {}

    /** Its profile's change. */
    public static Change profile() {
        return TestLog.profile(PROFILE, YAML, 900);
    }

    /** One lamp's part of a frame. */
    public static byte[] lamp(int lamp, boolean on, double amperes) {
        return new byte[] {(byte) lamp, (byte) (on ? 1 : 0), (byte) Math.round(amperes * 10)};
    }

    /** A frame with a reading of the cabinet's own. */
    public static byte[] frame(int sequence, Instant time, boolean powered, byte[]... lamps) {
        return put(ByteBuffer.allocate(8 + sizeOf(lamps)), 1, sequence, time)
                .put((byte) (powered ? 1 : 0))
                .put(joined(lamps))
                .array();
    }

    /** A frame that only tells of lamps. */
    static byte[] ofLamps(int sequence, Instant time, byte[]... lamps) {
        return put(ByteBuffer.allocate(7 + sizeOf(lamps)), 2, sequence, time)
                .put(joined(lamps))
                .array();
    }

    /**
     * Three cabinets with 64 registered lamps each over two hours, of which one lamp in eight is
     * dark for some time; some frames come twice, late or too late, one lamp is never registered,
     * one comes late and one goes.
     */
    static TestLog eventful(int partitions) {
        TestLog log = new TestLog(partitions).known(profile());
        Random random = new Random(5);
        for (int cabinet = 1; cabinet <= CABINETS; cabinet++) {
            String id = "cabinet-" + cabinet;
            log.known(id, PROFILE);
            for (int lamp = 0; lamp < LAMPS; lamp++) {
                if (lamp != LATECOMER) {
                    log.knownChild(id, Integer.toString(lamp), LAMP);
                }
            }
            log.registeredChild(id, Integer.toString(LATECOMER), LAMP, TestLog.at(40));
            log.deleted(id + ".7", TestLog.at(70));
        }
        log.ticks("gw1", TestLog.at(0), TestLog.at(120), Duration.ofSeconds(5));
        for (int minute = 1; minute < 110; minute += 4) {
            for (int cabinet = 1; cabinet <= CABINETS; cabinet++) {
                Instant time = TestLog.at(minute);
                byte[][] lamps = new byte[LAMPS + 1][];
                for (int lamp = 0; lamp <= LAMPS; lamp++) {
                    boolean dark = lamp % 8 == 3 && minute > 20 && minute < 20 + lamp;
                    lamps[lamp] = lamp(lamp, true, dark ? 0 : 0.4);
                }
                byte[] frame =
                        minute % 3 == 0
                                ? ofLamps(minute, time, lamps)
                                : frame(minute, time, cabinet != 2 || minute < 60, lamps);
                Instant logged = time.plusMillis(500 + random.nextInt(1_200_000));
                log.bytes("gw1", "cabinet-" + cabinet, logged, frame);
                if (random.nextInt(4) == 0) {
                    log.bytes("gw1", "cabinet-" + cabinet, logged.plusSeconds(3), frame);
                }
            }
        }
        return log;
    }

    private static ByteBuffer put(ByteBuffer frame, int layout, int sequence, Instant time) {
        return frame.put((byte) layout)
                .putShort((short) sequence)
                .putInt((int) time.getEpochSecond());
    }

    private static int sizeOf(byte[][] lamps) {
        return Arrays.stream(lamps).mapToInt(lamp -> lamp.length).sum();
    }

    private static byte[] joined(byte[][] lamps) {
        ByteBuffer all = ByteBuffer.allocate(sizeOf(lamps));
        Arrays.stream(lamps).forEach(all::put);
        return all.array();
    }
}
