// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.ManualNanos;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.reading.DeviceId;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class MeteredEventsTest {
    private static final DeviceId DEVICE = new DeviceId("cover-1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MeteredEvents events = new MeteredEvents(meters, new ManualNanos());

    private static List<GatewayEvent> oneOfEach() {
        return List.of(
                new GatewayEvent.FrameReceived(Input.MQTT),
                new GatewayEvent.FrameAppended(Input.MQTT),
                new GatewayEvent.FrameRefused(Input.MQTT, "cover-1", IngestFault.TOO_LARGE),
                new GatewayEvent.FrameRepeated(Input.COAPS),
                new GatewayEvent.TransferDropped(Input.COAPS),
                new GatewayEvent.MessageDropped(Input.COAPS),
                new GatewayEvent.HandshakeFailed(Input.COAPS),
                new GatewayEvent.KeyUnusable(DEVICE, "why"),
                new GatewayEvent.BridgeUp(Input.bridge("city")),
                new GatewayEvent.BridgeSessionLost(Input.bridge("city")),
                new GatewayEvent.BridgeDown(Input.bridge("city"), "why"),
                new GatewayEvent.ConnectionOpened(Input.MQTT),
                new GatewayEvent.ConnectionClosed(Input.MQTT, CloseReason.KEEP_ALIVE),
                new GatewayEvent.ConnectionRefused(Input.MQTT, "::1", IngestFault.WRONG_TOKEN),
                new GatewayEvent.ConnectionFaulted(Input.MQTT, DEVICE, IngestFault.MALFORMED),
                new GatewayEvent.WillIgnored(DEVICE),
                new GatewayEvent.ReadingPaused(Input.MQTT),
                new GatewayEvent.RegistryRecordSkipped("devices", "k", "why"),
                new GatewayEvent.TickDropped(3, "why"),
                new GatewayEvent.HandlerFailed(Input.HTTP, new IllegalStateException("test")));
    }

    @Test
    void countEveryKindOfEvent() {
        List<Class<?>> kinds = List.of(GatewayEvent.class.getPermittedSubclasses());
        assertThat(oneOfEach().stream().<Class<?>>map(Object::getClass).toList())
                .containsExactlyInAnyOrderElementsOf(kinds);

        for (GatewayEvent event : oneOfEach()) {
            double before = total();
            events.emit(event);
            assertThat(total()).as(event.toString()).isEqualTo(before + 1);
        }
    }

    @Test
    void tagARefusalWithItsReason() {
        events.emit(new GatewayEvent.FrameRefused(Input.HTTP, "cover-1", IngestFault.TOO_LARGE));

        assertThat(
                        meters.counter(
                                        "lamplighter.gateway.frames.refused",
                                        "input",
                                        "http",
                                        "reason",
                                        "too-large")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void letOneLogLineThroughInTenSecondsAndCountTheOthers() {
        ManualNanos nanos = new ManualNanos();
        LogLimit limit = new LogLimit(nanos);
        List<Long> lines = new ArrayList<>();

        limit.pass(lines::add);
        limit.pass(lines::add);
        limit.pass(lines::add);
        nanos.advance(Duration.ofSeconds(10).minusNanos(1));
        limit.pass(lines::add);
        assertThat(lines).containsExactly(0L);
        nanos.advance(Duration.ofNanos(1));
        limit.pass(lines::add);

        assertThat(lines).containsExactly(0L, 3L);
    }

    @Test
    void logOneRecordOfTheRegistryThatIsSkippedInTenSeconds() {
        Logger logger = (Logger) LoggerFactory.getLogger("org.lamplighter.gateway");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            events.emit(new GatewayEvent.RegistryRecordSkipped("devices", "a", "why"));
            events.emit(new GatewayEvent.RegistryRecordSkipped("devices", "b", "why"));
            events.emit(new GatewayEvent.RegistryRecordSkipped("profiles", "c", "why"));
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("one of each topic")
                .containsExactly("registry record skipped: why", "registry record skipped: why");
    }

    private double total() {
        double total = 0;
        for (Meter meter : meters.getMeters()) {
            if (meter instanceof Counter counter) {
                total += counter.count();
            }
        }
        return total;
    }
}
