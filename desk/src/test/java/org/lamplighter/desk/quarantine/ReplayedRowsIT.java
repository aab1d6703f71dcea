// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.decode.Decoding;
import org.lamplighter.desk.Database;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Frames of several readings: batches with history, and a cabinet that reports for its lamps. */
class ReplayedRowsIT {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T07:00:00Z");
    private static final LogPosition LOGGED = new LogPosition(0, 7, RECEIVED.plusSeconds(1));

    private static Jdbi jdbi = Jdbi.create("jdbc:none");

    @BeforeAll
    static void migrate() throws Exception {
        DeskConfig.Database config = RealServers.freshDesk().database();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(config.url());
        database.setUser(config.user());
        database.setPassword(config.password());
        Database.migrate(database);
        jdbi = Jdbi.create(database);
    }

    @Test
    void aRecordThatSeveralFramesBringIsARowOnce() {
        Decoding.Decoded first =
                frame(
                        bytes(1, RECEIVED),
                        record("H-1", RECEIVED.minusSeconds(7_200), 71),
                        record("H-1", RECEIVED.minusSeconds(3_600), 72));
        assertThat(archive(first)).isEqualTo(new ReplayedRows.Result.Fresh(2));
        assertThat(archive(first)).isEqualTo(new ReplayedRows.Result.Duplicate());

        Decoding.Decoded second =
                frame(
                        bytes(2, RECEIVED),
                        record("H-1", RECEIVED.minusSeconds(3_600), 72),
                        record("H-1", RECEIVED.minusSeconds(60), 73));
        assertThat(archive(second)).isEqualTo(new ReplayedRows.Result.Fresh(1));
        assertThat(archive(second)).isEqualTo(new ReplayedRows.Result.Duplicate());
        assertThat(rows("H-1")).isEqualTo(3);
    }

    @Test
    void aCopyOfACabinetsFrameIsKnownByAnyOfItsLamps() {
        DuplicateKey key = bytes(3, RECEIVED);
        Decoding.Decoded frame =
                frame(
                        key,
                        record("CAB-1", RECEIVED.minusSeconds(3_600), 81),
                        reading("LAMP-1", RECEIVED, key.sequence()),
                        reading("LAMP-2", RECEIVED, key.sequence()));
        assertThat(archive(frame)).isEqualTo(new ReplayedRows.Result.Fresh(3));

        // it came again, and without a time of the device its readings have the time of receipt
        Instant again = RECEIVED.plusSeconds(5);
        Decoding.Decoded copy =
                frame(
                        bytes(3, again),
                        record("CAB-1", RECEIVED.minusSeconds(3_600), 81),
                        reading("LAMP-1", again, key.sequence()),
                        reading("LAMP-2", again, key.sequence()));
        assertThat(archive(copy)).isEqualTo(new ReplayedRows.Result.Duplicate());
        assertThat(rows("CAB-1") + rows("LAMP-1") + rows("LAMP-2")).isEqualTo(3);
    }

    @Test
    void aCopyIsKnownWhereItsTimesAreReckonedFromItsReceipt() {
        DuplicateKey key = bytes(4, RECEIVED);
        Instant measured = RECEIVED.minusSeconds(1_800);
        assertThat(archive(frame(key, reading("A-1", measured, key.sequence()))))
                .isEqualTo(new ReplayedRows.Result.Fresh(1));

        Decoding.Decoded copy =
                frame(
                        bytes(4, RECEIVED.plusSeconds(5)),
                        reading("A-1", measured.plusSeconds(5), key.sequence()));
        assertThat(archive(copy)).isEqualTo(new ReplayedRows.Result.Duplicate());
        Decoding.Decoded another =
                frame(
                        bytes(4, RECEIVED.plusSeconds(61)),
                        reading("A-1", measured.plusSeconds(61), key.sequence()));
        assertThat(archive(another)).isEqualTo(new ReplayedRows.Result.Fresh(1));
        assertThat(rows("A-1")).isEqualTo(2);
    }

    @Test
    void aBatchOfTheSameBytesIsAnotherFrameBeyondTheWindowThoughItsTimesOverlap() {
        assertThat(archive(batch(RECEIVED))).isEqualTo(new ReplayedRows.Result.Fresh(3));
        assertThat(archive(batch(RECEIVED.plusSeconds(30))))
                .isEqualTo(new ReplayedRows.Result.Duplicate());
        assertThat(archive(batch(RECEIVED.plusSeconds(600))))
                .isEqualTo(new ReplayedRows.Result.Fresh(3));
    }

    /** Three samples, ten minutes apart, the last of them taken at the receipt. */
    private static Decoding.Decoded batch(Instant received) {
        DuplicateKey key = bytes(5, received);
        return frame(
                key,
                reading("A-2", received, key.sequence()),
                reading("A-2", received.minusSeconds(600), key.sequence(1)),
                reading("A-2", received.minusSeconds(1_200), key.sequence(2)));
    }

    private static Decoding.Decoded frame(DuplicateKey identity, Reading... readings) {
        return new Decoding.Decoded(List.of(readings), identity, 0);
    }

    private static DuplicateKey bytes(int content, Instant receivedAt) {
        return DuplicateKey.ofBytes(
                Payload.copyOf(new byte[] {(byte) content}), receivedAt, Duration.ofMinutes(1));
    }

    private static Reading record(String device, Instant time, int sequence) {
        return reading(device, time, sequence).with(Mark.HISTORY);
    }

    private static Reading reading(String device, Instant time, int sequence) {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("current"), new PointValue.Quantity(sequence % 10));
        return new Reading(
                new DeviceId(device),
                "cabinet",
                1,
                time,
                RECEIVED,
                TimeSource.DEVICE,
                sequence,
                Set.of(),
                points);
    }

    private static ReplayedRows.Result archive(Decoding.Decoded frame) {
        jdbi.useTransaction(handle -> ReplayedRows.learn(handle, List.of(frame)));
        return jdbi.inTransaction(handle -> ReplayedRows.archive(handle, frame, LOGGED));
    }

    private static int rows(String device) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select count(*) from point_value v join device_name d on"
                                                + " d.id = v.device where d.device = :device")
                                .bind("device", device)
                                .mapTo(Integer.class)
                                .one());
    }
}
