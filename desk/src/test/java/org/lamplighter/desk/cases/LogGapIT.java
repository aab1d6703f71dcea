// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Eventually;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.log.Topic;
import org.lamplighter.trouble.TroublePhase;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A log that no longer has what the database says comes next is never read over in silence. */
class LogGapIT {
    private static final String OPEN = "select count(*) from cases where state = 'opened'";
    private static final String GAPS = "select reason from refused_record order by at";

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

    @Test
    void recordsThatWereDeletedBeforeTheyWereAppliedAreToldAndTheRestIsRead() throws Exception {
        TopicPartition partition = troublesOf("C-1");
        try (DeskBed.Running first = bed.startDesk()) {
            announce("C-1", 1);
            bed.untilCount(OPEN, 1);
        }
        announce("C-1", 2);
        announce("C-1", 3);
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all().get();
        }
        announce("C-1", 4);

        bed.startDesk();

        bed.untilCount("select count(*) from cases where trouble_rev = 4", 1);
        assertThat(bed.texts(GAPS))
                .containsExactly(
                        "topic "
                                + partition.topic()
                                + ", partition "
                                + partition.partition()
                                + ": 2 records from offset 1 on were deleted before they were"
                                + " applied; the case book goes on at offset 3. Alarms or troubles"
                                + " among them are missing from it: compare it with the devices,"
                                + " and give the topic a longer retention");
        assertThat(gaps("deleted")).isEqualTo(1);
        assertThat(gaps("cut-short")).isZero();
    }

    @Test
    void aLogThatIsShorterThanWhatWasAppliedOfItIsToldAndReadFromItsBeginning() throws Exception {
        TopicPartition partition = troublesOf("C-1");
        announce("C-1", 1);
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "insert into consumer_offset (topic, partition,"
                                                + " next_offset) values (?, ?, 2)",
                                        partition.topic(),
                                        partition.partition()));

        bed.startDesk();

        bed.untilCount(OPEN, 1);
        assertThat(bed.texts(GAPS)).containsExactly(cutShort(partition, 2, 1));
        assertThat(gaps("cut-short")).isEqualTo(1);
    }

    @Test
    void aLogThatEndsWhereItWasAppliedToIsNoGap() throws Exception {
        TopicPartition partition = troublesOf("C-1");
        announce("C-1", 1);
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "insert into consumer_offset (topic, partition,"
                                                + " next_offset) values (?, ?, 1)",
                                        partition.topic(),
                                        partition.partition()));
        bed.startDesk();
        announce("C-1", 2);

        bed.untilCount(OPEN, 1);
        assertThat(bed.texts(GAPS)).isEmpty();
    }

    @Test
    void aTopicMadeAnewUnderARunningDeskIsToldAndReadFromItsBeginning() throws Exception {
        TopicPartition partition = troublesOf("C-1");
        bed.startDesk();
        announce("C-1", 1);
        announce("C-1", 2);
        announce("C-1", 3);
        bed.untilCount("select count(*) from cases where trouble_rev = 3", 1);

        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(partition.topic())).all().get();
            Eventually.until(
                    () -> created(admin, partition.topic()),
                    () -> "the topic is still being deleted");
        }
        announce("C-1", 4);

        bed.untilCount("select count(*) from cases where trouble_rev = 4", 1);
        assertThat(bed.texts(GAPS)).contains(cutShort(partition, 3, 1));
    }

    private static boolean created(Admin admin, String topic) {
        try {
            admin.createTopics(
                            List.of(new NewTopic(topic, Topic.TROUBLES.partitions(2), (short) 1)))
                    .all()
                    .get();
            return true;
        } catch (InterruptedException | ExecutionException e) {
            return false;
        }
    }

    private static String cutShort(TopicPartition partition, long applied, long end) {
        return "topic "
                + partition.topic()
                + ", partition "
                + partition.partition()
                + ": it was applied up to offset "
                + applied
                + ", but ends at "
                + end
                + ", so it was made anew or restored from an older copy; the case book reads it"
                + " from its beginning, and applies what is newer than its cases. Find out why"
                + " acknowledged records are gone: a disk, a restore, or a deleted topic";
    }

    private void announce(String device, int rev) {
        bed.announce(Troubles.methane(device, 0, rev, TroublePhase.ACTIVE));
    }

    /** Where the log keeps a device's methane. */
    private TopicPartition troublesOf(String device) {
        return bed.partitionOf(Troubles.methane(device, 0, 1, TroublePhase.ACTIVE));
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bed.bootstrapServers()));
    }

    private double gaps(String kind) {
        return bed.services().metrics().counter("lamplighter.desk.log.gaps", "kind", kind).count();
    }
}
