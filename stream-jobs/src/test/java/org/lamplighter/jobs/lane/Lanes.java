// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.QuarantineRecords;
import org.lamplighter.log.ReadingCodec;
import org.lamplighter.log.Topic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All lanes of a log as plain folds over memory, and what they put out. */
final class Lanes {
    final Map<Integer, LaneCells> cells = new TreeMap<>();
    final Map<Integer, List<TopicRecord>> output = new TreeMap<>();
    final Map<LaneNotice, Integer> notices = new EnumMap<>(LaneNotice.class);
    final List<String> details = new ArrayList<>();
    final List<AreaInput> told = new ArrayList<>();
    private final Map<Integer, LaneFold> folds = new TreeMap<>();
    private final RegistryCache compiled = new RegistryCache();
    private final RegistrySnapshot seed;

    Lanes(RegistrySnapshot seed) {
        this.seed = seed;
    }

    static Lanes over(TestLog log) {
        Lanes lanes = new Lanes(log.snapshot());
        log.routed().forEach(partition -> partition.forEach(lanes::apply));
        return lanes;
    }

    void apply(LogItem item) {
        LaneCells kept =
                cells.computeIfAbsent(
                        item.lane(), lane -> new LaneCells(new MemoryCells(), new MemoryCells()));
        folds.computeIfAbsent(item.lane(), lane -> new LaneFold(lane, kept, compiled, () -> seed))
                .apply(
                        item,
                        new LaneOutput() {
                            @Override
                            public void put(TopicRecord record) {
                                output.computeIfAbsent(item.lane(), lane -> new ArrayList<>())
                                        .add(record);
                            }

                            @Override
                            public void tell(AreaInput input) {
                                told.add(input);
                            }

                            @Override
                            public void notice(LaneNotice notice, int count, String detail) {
                                notices.merge(notice, count, Integer::sum);
                                details.add(notice + " " + detail);
                            }
                        });
    }

    /** Takes a checkpoint and forgets all that is not in cells, as a restore does. */
    void restore() {
        folds.values().forEach(LaneFold::save);
        folds.clear();
    }

    List<TopicRecord> records(Topic topic) {
        return output.values().stream()
                .flatMap(List::stream)
                .filter(record -> record.topic() == topic)
                .toList();
    }

    List<AlarmEvent> alarms() {
        return records(Topic.ALARMS).stream()
                .map(record -> AlarmCodec.parse(record.value().toByteArray()))
                .toList();
    }

    /** The standing alarms as {@code rule device raised cleared}, sorted. */
    List<String> standing() {
        Map<AlarmId, AlarmEvent> latest = new TreeMap<>();
        alarms().forEach(
                        alarm ->
                                latest.merge(
                                        alarm.id(), alarm, (a, b) -> a.rev() > b.rev() ? a : b));
        return latest.values().stream()
                .filter(alarm -> !(alarm.state() instanceof AlarmState.Withdrawn))
                .map(alarm -> alarm.rule() + " " + alarm.device() + " " + times(alarm.state()))
                .sorted()
                .toList();
    }

    private static String times(AlarmState state) {
        return switch (state) {
            case AlarmState.Raised raised -> raised.raisedAt() + " raised";
            case AlarmState.Cleared cleared -> cleared.raisedAt() + " " + cleared.clearedAt();
            case AlarmState.Withdrawn withdrawn -> "withdrawn";
        };
    }

    List<LoggedReading> readings() {
        return records(Topic.READINGS).stream()
                .map(record -> ReadingCodec.decode(record.value().toByteArray()))
                .toList();
    }

    /** The reasons of the quarantined records, in order. */
    List<String> quarantined() {
        return records(Topic.QUARANTINE).stream()
                .map(
                        record ->
                                record.headers().stream()
                                        .filter(
                                                header ->
                                                        header.name()
                                                                .equals(QuarantineRecords.REASON))
                                        .findFirst()
                                        .orElseThrow()
                                        .value())
                .toList();
    }

    /** The latest accounts of all lanes, added up. */
    LaneAccount account() {
        Map<Integer, LaneAccount> latest = new TreeMap<>();
        records(Topic.ACCOUNTS)
                .forEach(
                        record -> {
                            LaneAccount account = LaneAccount.parse(record.value().toByteArray());
                            latest.put(account.lane(), account);
                        });
        return latest.values().stream()
                .reduce(new LaneAccount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Lanes::sum);
    }

    private static LaneAccount sum(LaneAccount a, LaneAccount b) {
        return new LaneAccount(
                0,
                0,
                0,
                a.frames() + b.frames(),
                a.decoded() + b.decoded(),
                a.quarantined() + b.quarantined(),
                a.pending() + b.pending(),
                a.fresh() + b.fresh(),
                a.duplicates() + b.duplicates(),
                a.readings() + b.readings(),
                0,
                0);
    }
}
