// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.gateway.intake.FrameLog;
import org.lamplighter.gateway.intake.FrameLogContract;
import org.lamplighter.gateway.log.DurabilityCheck;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.log.KafkaFrameLog;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Frame;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@Timeout(120)
class KafkaFrameLogIT extends FrameLogContract {
    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static LogUnderTest broker;

    private final FrameLog log = KafkaFrameLog.start(config());

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, 0);
        broker = new LogUnderTest(kafka.bootstrapServers());
        broker.createTopics(Topic.FRAMES);
    }

    @AfterAll
    static void stop() {
        broker.close();
        kafka.close();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static KafkaConfig config() {
        return KafkaConfig.DEFAULT
                .withBootstrap(kafka.bootstrapServers())
                .withLinger(Duration.ofMillis(2));
    }

    @Override
    protected FrameLog log() {
        return log;
    }

    @Override
    protected List<Frame> kept() {
        return broker.frames();
    }

    @Test
    void findsTheEmbeddedBrokerDurable() throws InterruptedException {
        assertThat(DurabilityCheck.warning(config())).isEmpty();
    }
}
