// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.desk.dispatch.DeliveryOutbox;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;
import org.lamplighter.trouble.TroublePhase;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Two desks that apply the troubles of areas and of their members at once, each in another order:
 * whoever is first, the same cases stand, nobody is told twice, and neither desk has to begin
 * again.
 */
class AreaRaceIT {
    private static final int ROUNDS = 150;
    private static final int MEMBERS = 4;
    private static final String EVENTS =
            "select type || ' ' || count(*) || ' of ' || count(distinct case_id) from case_event";
    private static final String GROUP = " group by type";
    private static final String TOPIC = "troubles";

    @TempDir Path directory;

    private DeskBed bed;

    @BeforeEach
    void make() {
        bed = DeskBed.make(directory);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    /** Of each area one partition has its members' troubles and another has its own. */
    @Test
    void endInTheSameCasesWhicheverDeskIsFirst() throws Exception {
        addPartitions(2);
        Random random = new Random(11);
        List<Intake> desks = List.of(desk(), desk());
        CyclicBarrier together = new CyclicBarrier(desks.size());
        long membersAt = 0;
        long areasAt = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(desks.size())) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Trouble> members = new ArrayList<>();
                List<Trouble> areas = new ArrayList<>();
                // two areas, and members of both, so that each transaction touches several keys
                for (String area : List.of("A" + round, "B" + round)) {
                    areas.add(Troubles.area(area, 100, TroublePhase.ACTIVE));
                    for (int member = 0; member < MEMBERS; member++) {
                        String device = "C-" + area + "-" + member;
                        members.add(Troubles.methane(device, 0, 1, TroublePhase.ACTIVE));
                        members.add(Troubles.claimed(device, 2, area));
                    }
                }
                Collections.shuffle(areas, random);
                List<List<Intake.Fetched>> batches = new ArrayList<>();
                batches.addAll(pieces(0, membersAt, members, random));
                batches.addAll(pieces(1, areasAt, areas, random));
                membersAt += members.size();
                areasAt += areas.size();
                List<Future<?>> running = new ArrayList<>();
                for (Intake desk : desks) {
                    // each partition in its order, the two in any
                    List<List<Intake.Fetched>> mine = interleaved(batches, random);
                    running.add(
                            threads.submit(
                                    () -> {
                                        together.await(60, TimeUnit.SECONDS);
                                        mine.forEach(desk::apply);
                                        return null;
                                    }));
                }
                for (Future<?> each : running) {
                    // a deadlock would be thrown here
                    each.get(60, TimeUnit.SECONDS);
                }
            }
        }

        long members = 2L * MEMBERS * ROUNDS;
        assertThat(
                        bed.texts(
                                "select state || ' ' || count(*) from cases group by state order by"
                                        + " 1"))
                .containsExactly("absorbed " + members, "opened " + 2 * ROUNDS);
        assertThat(
                        bed.count(
                                "select count(*) from cases m join cases a on a.id = m.area_case"
                                        + " where m.state = 'absorbed' and a.scope ="
                                        + " split_part(m.claimants[1], '|', 2)"))
                .as("absorbed by the case of its own area")
                .isEqualTo(members);
        assertThat(
                        bed.texts(
                                EVENTS
                                        + " where type like '%opened' or type like '%absorbed'"
                                        + GROUP))
                .containsExactly(
                        "org.lamplighter.case.absorbed " + members + " of " + members,
                        "org.lamplighter.case.opened "
                                + (members + 2 * ROUNDS)
                                + " of "
                                + (members + 2 * ROUNDS));
        // a claim that was told before the case of its area is news of its own, once
        assertThat(bed.texts(EVENTS + GROUP + " having count(*) <> count(distinct case_id)"))
                .isEmpty();
        assertThat(bed.count("select count(distinct type) from case_event")).isLessThan(4);
        assertThat(bed.count("select count(*) from case_decision")).isEqualTo(members);
        assertThat(bed.count("select count(distinct number) from cases"))
                .isEqualTo(members + 2 * ROUNDS);
    }

    private Intake desk() {
        DeliveryOutbox outbox = new DeliveryOutbox(bed.services().clock());
        return new Intake(
                bed.jdbi(),
                new CaseBook(outbox, () -> {}, ZoneOffset.UTC),
                "alarms",
                bed.services().clock(),
                new SimpleMeterRegistry());
    }

    private void addPartitions(int count) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            partitions.add(new TopicPartition(TOPIC, partition));
        }
        bed.jdbi().useTransaction(handle -> new OffsetStore().lockOrAdd(handle, partitions));
    }

    /** Records of one partition, cut into batches anywhere. */
    private static List<List<Intake.Fetched>> pieces(
            int partition, long from, List<Trouble> troubles, Random random) {
        List<List<Intake.Fetched>> pieces = new ArrayList<>();
        long offset = from;
        for (Trouble trouble : troubles) {
            if (pieces.isEmpty() || random.nextInt(4) == 0) {
                pieces.add(new ArrayList<>());
            }
            pieces.getLast()
                    .add(
                            new Intake.Fetched(
                                    new TopicPartition(TOPIC, partition),
                                    offset++,
                                    Payload.wrap(TroubleCodec.toJson(trouble))));
        }
        return pieces;
    }

    private static List<List<Intake.Fetched>> interleaved(
            List<List<Intake.Fetched>> batches, Random random) {
        List<List<Intake.Fetched>> members = new ArrayList<>();
        List<List<Intake.Fetched>> areas = new ArrayList<>();
        for (List<Intake.Fetched> batch : batches) {
            (batch.getFirst().partition().partition() == 0 ? members : areas).add(batch);
        }
        List<List<Intake.Fetched>> mixed = new ArrayList<>();
        while (!members.isEmpty() || !areas.isEmpty()) {
            boolean area = members.isEmpty() || (!areas.isEmpty() && random.nextBoolean());
            mixed.add((area ? areas : members).removeFirst());
        }
        return mixed;
    }
}
