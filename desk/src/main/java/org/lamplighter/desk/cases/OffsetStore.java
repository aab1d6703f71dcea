// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Up to where each partition has been applied, in the database. Stateless; works in its caller's
 * transaction.
 */
final class OffsetStore {
    /**
     * The next offset to apply of each partition, 0 for one that was never read, holding their rows
     * as {@link #lock} does.
     */
    Map<TopicPartition, Long> lockOrAdd(Handle handle, Collection<TopicPartition> partitions) {
        PreparedBatch batch =
                handle.prepareBatch(
                        "insert into consumer_offset (topic, partition, next_offset)"
                                + " values (:topic, :partition, 0) on conflict do nothing");
        for (TopicPartition each : partitions) {
            batch.bind("topic", each.topic()).bind("partition", each.partition()).add();
        }
        batch.execute();
        return lock(handle, partitions);
    }

    /**
     * The next offset to apply of each partition, holding their rows until the transaction ends:
     * only one desk at a time gets past this.
     */
    Map<TopicPartition, Long> lock(Handle handle, Collection<TopicPartition> partitions) {
        return select(handle, partitions);
    }

    private static Map<TopicPartition, Long> select(
            Handle handle, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        handle.createQuery(
                        "select o.topic, o.partition, o.next_offset from consumer_offset o where"
                                + " (o.topic, o.partition) in (select * from unnest(:topics,"
                                + " :partitions)) order by o.topic, o.partition for update of o")
                .bindArray(
                        "topics",
                        String.class,
                        partitions.stream().map(TopicPartition::topic).toList())
                .bindArray(
                        "partitions",
                        Integer.class,
                        partitions.stream().map(TopicPartition::partition).toList())
                .map(
                        (rs, ctx) ->
                                Map.entry(
                                        new TopicPartition(rs.getString(1), rs.getInt(2)),
                                        rs.getLong(3)))
                .forEach(entry -> offsets.put(entry.getKey(), entry.getValue()));
        return offsets;
    }

    void move(Handle handle, Map<TopicPartition, Long> next) {
        if (next.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "update consumer_offset set next_offset = :next where topic = :topic and"
                                + " partition = :partition");
        next.forEach(
                (partition, offset) ->
                        batch.bind("next", offset)
                                .bind("topic", partition.topic())
                                .bind("partition", partition.partition())
                                .add());
        batch.execute();
    }

    /** Notes what could not be applied, and why: one record, or all that a gap swallowed. */
    void refuse(Handle handle, TopicPartition partition, long offset, String reason, Instant now) {
        handle.createUpdate(
                        "insert into refused_record (topic, partition, record_offset, reason, at)"
                                + " values (:topic, :partition, :offset, :reason, :at) on conflict"
                                // a record that is read again, or one in the place of another
                                + " (topic, partition, record_offset) do update set reason ="
                                + " excluded.reason, at = excluded.at")
                .bind("topic", partition.topic())
                .bind("partition", partition.partition())
                .bind("offset", offset)
                .bind("reason", Storable.of(reason))
                .bind("at", now)
                .execute();
    }
}
