// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.lamplighter.jobs.correlate.AreaOperator;
import org.lamplighter.jobs.correlate.CorrelateOperator;
import org.lamplighter.jobs.correlate.Heard;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.jobs.lane.LaneOperator;
import org.lamplighter.jobs.lane.LaneRouter;
import org.lamplighter.jobs.lane.LaneStep;
import org.lamplighter.jobs.lane.LogItem;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.jobs.topic.FrameDeserializer;
import org.lamplighter.jobs.topic.Haste;
import org.lamplighter.jobs.topic.KafkaEdges;
import org.lamplighter.jobs.topic.KafkaRegistryBootstrap;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.jobs.topic.LogTimeWatermarks;
import org.lamplighter.jobs.topic.RecordDeserializer;
import org.lamplighter.log.Topic;

/**
 * The path from a frame in the log to a trouble: decode, deduplicate, evaluate and correlate in one
 * job, so in one consistent checkpoint. This file is the whole of it; each step's work is in the
 * class it names.
 *
 * <p>The uids name the operators' state in every checkpoint and never change.
 */
public final class DetectionJob {
    /** The job's name, and its directory's. */
    public static final String NAME = "detection";

    private DetectionJob() {}

    /**
     * Adds the job to {@code environment}.
     *
     * @param partitions how many partitions {@code frames} has
     */
    public static void define(
            StreamExecutionEnvironment environment, KafkaTopics topics, int partitions) {
        int readers = Math.min(environment.getParallelism(), partitions);

        DataStream<LogItem> lanes =
                environment
                        .fromSource(
                                KafkaEdges.source(
                                        topics,
                                        Topic.FRAMES,
                                        Haste.AT_ONCE,
                                        NAME,
                                        new FrameDeserializer()),
                                new LogTimeWatermarks(),
                                "frames")
                        .uid("frames")
                        .setParallelism(readers)
                        .flatMap(new LaneRouter())
                        .returns(PlainType.LOG_ITEM)
                        .name("lanes")
                        .uid("lanes")
                        .setParallelism(readers);

        SingleOutputStreamOperator<TopicRecord> detected =
                lanes.keyBy(item -> Lane.keyOf(item.lane()), BasicTypeInfo.INT_TYPE_INFO)
                        .transform(
                                "decode, deduplicate, evaluate",
                                PlainType.TOPIC_RECORD,
                                new LaneStep(
                                        new LaneOperator(
                                                new KafkaRegistryBootstrap(topics), partitions)))
                        .uid("detect");
        detected.sinkTo(KafkaEdges.sink(topics, Haste.IN_BULK))
                .name("readings, quarantine, alarms, accounts")
                .uid("detected");

        DataStream<TopicRecord> decisions =
                environment
                        .fromSource(
                                KafkaEdges.source(
                                        topics,
                                        Topic.CASE_DECISIONS,
                                        Haste.AT_ONCE,
                                        NAME,
                                        new RecordDeserializer(Topic.CASE_DECISIONS)),
                                WatermarkStrategy.noWatermarks(),
                                "case-decisions")
                        .uid("case-decisions")
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(LogTimeWatermarks.timeless())
                        .name("timeless")
                        .uid("case-decisions-timeless")
                        .setParallelism(1);

        DataStream<Heard> decided =
                decisions
                        .map(Heard::ofDecision)
                        .returns(Heard.TYPE)
                        .name("decided")
                        .uid("decided")
                        .setParallelism(1);

        SingleOutputStreamOperator<TopicRecord> ofAreas =
                detected.getSideOutput(LaneOperator.AREAS)
                        .map(Heard::of)
                        .returns(Heard.TYPE)
                        .name("to areas")
                        .uid("to-areas")
                        .union(
                                decided.filter(heard -> !heard.concernsDevice())
                                        .name("decided on areas")
                                        .uid("decided-on-areas")
                                        .setParallelism(1))
                        .keyBy(Heard::scope, BasicTypeInfo.STRING_TYPE_INFO)
                        .process(new AreaOperator())
                        .returns(PlainType.TOPIC_RECORD)
                        .name("correlate areas")
                        .uid("correlate-areas");

        SingleOutputStreamOperator<TopicRecord> ofDevices =
                detected.getSideOutput(LaneOperator.ALARMS)
                        .map(Heard::ofAlarm)
                        .returns(Heard.TYPE)
                        .name("to devices")
                        .uid("to-devices")
                        .union(
                                ofAreas.getSideOutput(AreaOperator.CLAIMS),
                                decided.filter(Heard::concernsDevice)
                                        .name("decided on devices")
                                        .uid("decided-on-devices")
                                        .setParallelism(1))
                        .keyBy(Heard::scope, BasicTypeInfo.STRING_TYPE_INFO)
                        .process(new CorrelateOperator())
                        .returns(PlainType.TOPIC_RECORD)
                        .name("correlate devices")
                        .uid("correlate");

        ofDevices
                .union(ofAreas)
                .sinkTo(KafkaEdges.sink(topics, Haste.AT_ONCE))
                .name("troubles")
                .uid("troubles");
    }
}
