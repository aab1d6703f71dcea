// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.log.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.SoftReference;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Feeds each {@link LaneFold} with its lane's records and keeps its cells in Flink's state. The
 * main output has all records for topics, the side output {@link #ALARMS} the alarms once more, and
 * {@link #AREAS} what areas are to hear. Flink calls it from one thread.
 */
public final class LaneOperator extends KeyedProcessFunction<Integer, LogItem, TopicRecord> {
    /** The alarms, for correlation. */
    public static final OutputTag<TopicRecord> ALARMS =
            new OutputTag<>("alarms", PlainType.TOPIC_RECORD);

    /** What areas are to hear, for correlation. */
    public static final OutputTag<AreaInput> AREAS =
            new OutputTag<>("areas", new PlainType<>(AreaInput.class, new AreaInputSerializer()));

    private static final Logger LOG = LoggerFactory.getLogger(LaneOperator.class);

    private final RegistryBootstrap bootstrap;
    private final int partitions;
    private final MapStateDescriptor<String, byte[]> devicesDescriptor = cells("devices");
    private final MapStateDescriptor<String, byte[]> headerDescriptor = cells("header");

    private transient Map<Integer, LaneFold> folds;
    private transient RegistryCache compiled;
    private transient LaneCells cells;
    private transient Map<LaneNotice, LongCounter> counters;
    private transient SoftReference<@Nullable RegistrySnapshot> registry;

    /** An operator whose lanes begin with the registry that {@code bootstrap} reads. */
    public LaneOperator(RegistryBootstrap bootstrap, int partitions) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
    }

    @Override
    public void open(OpenContext context) {
        cells =
                new LaneCells(
                        new StateCells(getRuntimeContext().getMapState(devicesDescriptor)),
                        new StateCells(getRuntimeContext().getMapState(headerDescriptor)));
        folds = new HashMap<>();
        compiled = new RegistryCache();
        registry = new SoftReference<>(null);
        counters = new EnumMap<>(LaneNotice.class);
        for (LaneNotice notice : LaneNotice.values()) {
            LongCounter counter = new LongCounter();
            getRuntimeContext().addAccumulator(notice.name(), counter);
            counters.put(notice, counter);
        }
    }

    @Override
    public void processElement(LogItem item, Context context, Collector<TopicRecord> out) {
        // the cells are those of the current key, so a fold may be begun and called only while its
        // lane is that key
        LaneFold fold =
                folds.computeIfAbsent(
                        item.lane(), lane -> new LaneFold(lane, cells, compiled, this::registry));
        fold.apply(
                item,
                new LaneOutput() {
                    @Override
                    public void put(TopicRecord record) {
                        out.collect(record);
                        if (record.topic() == Topic.ALARMS) {
                            context.output(ALARMS, record);
                        }
                    }

                    @Override
                    public void tell(AreaInput input) {
                        context.output(AREAS, input);
                    }

                    @Override
                    public void notice(LaneNotice notice, int count, String detail) {
                        count(notice, count, detail);
                    }
                });
    }

    /**
     * Brings the cells of all lanes up to date.
     *
     * @param enter makes a key the current one
     */
    void save(IntConsumer enter) {
        folds.forEach(
                (lane, fold) -> {
                    enter.accept(Lane.keyOf(lane));
                    fold.save();
                });
    }

    // Read once for all lanes of this subtask, and kept only as long as nobody needs the memory.
    private RegistrySnapshot registry() {
        RegistrySnapshot read = registry.get();
        if (read == null) {
            read = bootstrap.read(partitions);
            registry = new SoftReference<>(read);
        }
        return read;
    }

    private void count(LaneNotice notice, int count, String detail) {
        LongCounter counter = counters.get(notice);
        if (counter != null) {
            counter.add(count);
        }
        switch (notice) {
            case DETECTOR_FAILED -> LOG.error("{} at {}; please report it", notice, detail);
            case FOREIGN_RECORD,
                    UNREADABLE_TICK,
                    UNREADABLE_CHANGE,
                    FAULTY_EDITION,
                    PENDING_OVERFLOW ->
                    LOG.warn("{} at {}", notice, detail);
            case IGNORED_MEMBERS,
                    CHILD_LEFT_OUT,
                    LATE,
                    CLOCK_SUSPECT,
                    FOLDED_EARLY,
                    IDENTITIES_FORGOTTEN ->
                    LOG.debug("{} at {}", notice, detail);
        }
    }

    private static MapStateDescriptor<String, byte[]> cells(String name) {
        return new MapStateDescriptor<>(
                name,
                BasicTypeInfo.STRING_TYPE_INFO,
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }
}
