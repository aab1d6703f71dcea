// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.config.Setting;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.Switch;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.part.StandaloneTest;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

public final class PartConfigsTest {
    private static final BridgeConfig BRIDGE =
            new BridgeConfig(
                    "city",
                    URI.create("tcp://broker.example:1883"),
                    "",
                    Optional.empty(),
                    "lamplighter",
                    new TopicPattern("sensors/{device}/up"));

    /** A change for each setting that the parts of up look at, and parts on their own too. */
    public static final Map<Setting<?>, Function<UpConfig, UpConfig>> CHANGES =
            new LinkedHashMap<>();

    static {
        change(Settings.GATEWAY_NAME, "gw9");
        change(Settings.GATEWAY_LINGER, Duration.ofMillis(9));
        change(Settings.GATEWAY_BUFFER_MEMORY, 9L << 20);
        change(Settings.GATEWAY_EVENT_LOOPS, 9);
        change(Settings.GATEWAY_CONNECTIONS_TOTAL, 99);
        change(Settings.GATEWAY_CONNECTIONS_PER_ADDRESS, 98);
        change(Settings.GATEWAY_IN_FLIGHT_FRAMES, 97);
        change(Settings.GATEWAY_IN_FLIGHT_BYTES, 7L << 20);
        change(Settings.GATEWAY_MQTT_WINDOW, 96);
        change(Settings.GATEWAY_MQTT_MAX_KEEP_ALIVE, Duration.ofSeconds(95));
        change(Settings.GATEWAY_MQTT_CONNECTIONS_PER_DEVICE, 94);
        change(Settings.GATEWAY_COAP, Switch.OFF);
        change(Settings.GATEWAY_COAP_PLAIN, Switch.ON);
        change(Settings.GATEWAY_COAP_SESSIONS, 92);
        change(Settings.GATEWAY_BRIDGES, List.of(BRIDGE));
        change(Settings.JOBS_PARALLELISM, 5);
        change(Settings.JOBS_STATE_BACKEND, StateBackend.ROCKSDB);
        change(Settings.JOBS_CHECKPOINT_INTERVAL, Duration.ofSeconds(3));
        change(Settings.DESK_DATABASE_CONNECTIONS, 93);
        change(Settings.DESK_FRAME_PARTITIONS, 8);
        change(Settings.ARCHIVE_RETENTION, Duration.ofDays(92));
        change(Settings.ARCHIVE_QUARANTINE_RETENTION, Duration.ofDays(91));
    }

    @Test
    void everySettingReachesAPart() {
        // Two say where the parts are, and up reads them itself; the rest is of parts on their own.
        assertThat(Settings.all())
                .hasSize(CHANGES.size() + 2 + StandaloneTest.CHANGES.size())
                .contains(Settings.DATA, Settings.PORT_OFFSET)
                .containsAll(CHANGES.keySet())
                .containsAll(StandaloneTest.CHANGES.keySet());
        String without = told(UpConfig.defaults());
        CHANGES.forEach(
                (setting, change) ->
                        assertThat(told(change.apply(UpConfig.defaults())))
                                .as(setting.key())
                                .isNotEqualTo(without));
    }

    @Test
    void handsTheValuesToTheFieldsTheyAreFor() {
        UpConfig config = UpConfig.defaults();
        for (Function<UpConfig, UpConfig> change : CHANGES.values()) {
            config = change.apply(config);
        }
        GatewayConfig gateway = parts(config).gateway();
        JobsConfig jobs = parts(config).jobs();

        assertThat(gateway.name()).isEqualTo("gw9");
        assertThat(gateway.kafka().linger()).isEqualTo(Duration.ofMillis(9));
        assertThat(gateway.kafka().bufferMemory()).isEqualTo(9L << 20);
        assertThat(gateway.eventLoops()).isEqualTo(9);
        assertThat(gateway.limits().connections().total()).isEqualTo(99);
        assertThat(gateway.limits().connections().perAddress()).isEqualTo(98);
        assertThat(gateway.limits().inFlight().frames()).isEqualTo(97);
        assertThat(gateway.limits().inFlight().bytes()).isEqualTo(7L << 20);
        assertThat(gateway.limits().mqtt().window()).isEqualTo(96);
        assertThat(gateway.limits().mqtt().maxKeepAlive()).isEqualTo(Duration.ofSeconds(95));
        assertThat(gateway.limits().mqtt().connectionsPerDevice()).isEqualTo(94);
        assertThat(gateway.coap().secure()).isEmpty();
        assertThat(gateway.coap().plain()).hasValue(ListenAddress.loopback(5683));
        assertThat(gateway.coap().limits().sessions()).isEqualTo(92);
        assertThat(gateway.bridges()).containsExactly(BRIDGE);
        assertThat(parts(UpConfig.defaults()).gateway().coap().secure())
                .hasValue(
                        new CoapConfig.Secure(
                                ListenAddress.loopback(5684), Path.of("data", "master.key")));
        assertThat(jobs.execution().parallelism()).isEqualTo(5);
        assertThat(jobs.execution().stateBackend()).isEqualTo(StateBackend.ROCKSDB);
        assertThat(jobs.execution().checkpointInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(parts(config).desk().database().connections()).isEqualTo(93);
        assertThat(parts(config).desk().kafka().framePartitions()).isEqualTo(8);
        assertThat(parts(config).desk().archive().readings()).isEqualTo(Duration.ofDays(92));
        assertThat(parts(config).desk().archive().quarantine()).isEqualTo(Duration.ofDays(91));
    }

    private static <T> void change(Setting<T> setting, T value) {
        CHANGES.put(setting, config -> config.with(setting, value, "a test"));
    }

    private static String told(UpConfig config) {
        PartConfigs parts = parts(config);
        return parts.desk() + " " + parts.gateway() + " " + parts.jobs();
    }

    private static PartConfigs parts(UpConfig config) {
        return new PartConfigs(
                Path.of("data"),
                Path.of("data", "checkpoints"),
                new Ports(0),
                config,
                "127.0.0.1:9092",
                new Database("jdbc:postgresql://127.0.0.1:5433/postgres", "postgres", "x"));
    }
}
