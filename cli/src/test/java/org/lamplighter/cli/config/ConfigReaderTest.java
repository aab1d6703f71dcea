// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.profile.TopicPattern;
import org.lamplighter.yaml.Issue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ConfigReaderTest {
    @Test
    void readsEachKindOfValue() {
        UpConfig config =
                valid(
                        """
                        data: /var/lib/lamplighter
                        port-offset: 100
                        gateway:
                          name: gw_2
                          linger: 5ms
                          buffer-memory: 64MiB
                          connections: { total: 500 }
                        jobs:
                          state-backend: rocksdb
                        """,
                        Map.of());

        assertThat(config.value(Settings.DATA)).isEqualTo(Path.of("/var/lib/lamplighter"));
        assertThat(config.value(Settings.PORT_OFFSET)).isEqualTo(100);
        assertThat(config.value(Settings.GATEWAY_NAME)).isEqualTo("gw_2");
        assertThat(config.value(Settings.GATEWAY_LINGER)).isEqualTo(Duration.ofMillis(5));
        assertThat(config.value(Settings.GATEWAY_BUFFER_MEMORY)).isEqualTo(64L << 20);
        assertThat(config.value(Settings.GATEWAY_CONNECTIONS_TOTAL)).isEqualTo(500);
        assertThat(config.value(Settings.GATEWAY_CONNECTIONS_PER_ADDRESS)).isEqualTo(10_000);
        assertThat(config.value(Settings.JOBS_STATE_BACKEND)).isEqualTo(StateBackend.ROCKSDB);
    }

    @Test
    void takesTheEnvironmentBeforeTheFile() {
        UpConfig config =
                valid(
                        "jobs: { parallelism: 3, checkpoint-interval: 2s }",
                        Map.of(
                                "LAMPLIGHTER_JOBS_PARALLELISM", "4",
                                "LAMPLIGHTER_HEAP", "2g",
                                "PATH", "/bin"));

        assertThat(config.value(Settings.JOBS_PARALLELISM)).isEqualTo(4);
        assertThat(config.lines())
                .contains(
                        "jobs.parallelism                     4  (LAMPLIGHTER_JOBS_PARALLELISM)",
                        "jobs.checkpoint-interval             2s  (lamplighter.yaml:1)",
                        "jobs.state-backend                   heap  (default)");
    }

    @Test
    void asksWhetherANeighbourOfAnUnknownKeyWasMeant() {
        assertThat(faulty("gateway:\n  lingr: 5ms\n", Map.of()))
                .containsExactly(
                        """
                        lamplighter.yaml:2:3: "lingr" is no key of gateway, which has name, linger, buffer-memory, event-loops, connections, in-flight, mqtt, coap, bridges, http, metrics-listen [UNKNOWN_KEY]
                            2 |   lingr: 5ms
                              |   ^^^^^
                          did you mean "linger"?\
                        """);
    }

    @Test
    void readsBridgesFromFileAndEnvironment() {
        String yaml =
                """
                gateway:
                  bridges:
                    - name: city
                      url: ssl://broker.example:8883
                      user: lamp
                      password-file: /etc/lamp.password
                      ca-file: /etc/city.pem
                      topic: sensors/{device}/up
                    - { name: b2, url: "tcp://b2:1883", group: g, topic: "{device}" }
                """;
        UpConfig config = valid(yaml, Map.of());

        List<BridgeConfig> bridges = config.value(Settings.GATEWAY_BRIDGES);
        assertThat(bridges)
                .containsExactly(
                        new BridgeConfig(
                                "city",
                                URI.create("ssl://broker.example:8883"),
                                "lamp",
                                Optional.of(Path.of("/etc/lamp.password")),
                                Optional.of(Path.of("/etc/city.pem")),
                                "lamplighter",
                                new TopicPattern("sensors/{device}/up")),
                        new BridgeConfig(
                                "b2",
                                URI.create("tcp://b2:1883"),
                                "",
                                Optional.empty(),
                                "g",
                                new TopicPattern("{device}")));
        String written = Settings.GATEWAY_BRIDGES.kind().writer().apply(bridges);
        assertThat(
                        valid("port-offset: 1", Map.of("LAMPLIGHTER_GATEWAY_BRIDGES", written))
                                .value(Settings.GATEWAY_BRIDGES))
                .isEqualTo(bridges);
    }

    @Test
    void tellsWhatIsWrongWithABridge() {
        assertThat(
                        faulty(
                                """
                                gateway:
                                  bridges:
                                    - { name: a, url: "http://x:1", topic: "{device}" }
                                    - { name: a, url: "tcp://x:1", topic: up }
                                    - { name: b, url: "tcp://x:1", topik: "{device}" }
                                """,
                                Map.of()))
                .extracting(fault -> fault.lines().findFirst().orElse(""))
                .containsExactly(
                        "lamplighter.yaml:3:7: the url of bridge \"a\" is tcp://host:port or"
                                + " ssl://host:port; its user and password stand apart"
                                + " [BAD_BRIDGE]",
                        "lamplighter.yaml:4:7: the topic of bridge \"a\" has a level {device} that"
                                + " names the device, not \"up\" [BAD_BRIDGE]",
                        "lamplighter.yaml:5:36: \"topik\" is no key of a bridge of"
                                + " gateway.bridges, which has name, url, user, password-file,"
                                + " ca-file, group, topic [UNKNOWN_KEY]");
    }

    @Test
    void takesAVariableOfNothingAsNotSet() {
        UpConfig config =
                valid(
                        "port-offset: 1",
                        Map.of("LAMPLIGHTER_GATEWAY_NAME", "", "LAMPLIGHTER_X", ""));

        assertThat(config.value(Settings.GATEWAY_NAME)).isEqualTo("gw1");
    }

    @Test
    void readsAnAddressToListenAtAndRefusesWhatIsNone() {
        UpConfig config = valid("gateway: { mqtt: { listen: \"0.0.0.0:65535\" } }", Map.of());
        assertThat(config.value(Settings.GATEWAY_MQTT_LISTEN))
                .isEqualTo(new ListenAddress("0.0.0.0", 65_535));

        assertThat(
                        faulty(
                                """
                                desk:
                                  listen: 0.0.0.0:65536
                                jobs:
                                  metrics-listen: "9082"
                                """,
                                Map.of()))
                .containsExactly(
                        """
                        lamplighter.yaml:2:11: desk.listen is HOST:PORT with a port of 0 to 65535, not "0.0.0.0:65536" [BAD_ADDRESS]
                            2 |   listen: 0.0.0.0:65536
                              |           ^^^^^^^^^^^^^
                          write an address such as 0.0.0.0:1883\
                        """,
                        """
                        lamplighter.yaml:4:19: jobs.metrics-listen is HOST:PORT with a port of 0 to 65535, not "9082" [BAD_ADDRESS]
                            4 |   metrics-listen: "9082"
                              |                   ^^^^^^
                          write an address such as 0.0.0.0:1883\
                        """);
    }

    @Test
    void tellsAllFaultsAtOnce() {
        assertThat(
                        faulty(
                                """
                                port-offset: 70000
                                gateway:
                                  name: "the gateway"
                                  buffer-memory: 64MB
                                  in-flight: { bytes: 8GiB }
                                jobs:
                                  state-backend: disk
                                """,
                                Map.of(
                                        "LAMPLIGHTER_GATEWAY_LINGER", "5",
                                        "LAMPLIGHTER_GATEWAY_LINGR", "5ms")))
                .containsExactly(
                        """
                        lamplighter.yaml:1:14: port-offset is 0 to 50000, not 70000 [OUT_OF_RANGE]
                            1 | port-offset: 70000
                              |              ^^^^^
                          choose a value within\
                        """,
                        """
                        lamplighter.yaml:3:9: gateway.name is 1 to 32 letters, digits, _ or ., not "the gateway" [BAD_NAME]
                            3 |   name: "the gateway"
                              |         ^^^^^^^^^^^^^
                          choose another name\
                        """,
                        """
                        lamplighter.yaml:4:18: gateway.buffer-memory is a size, not "64MB" [BAD_SIZE]
                            4 |   buffer-memory: 64MB
                              |                  ^^^^
                          write a whole number and a unit of B, KiB, MiB or GiB, such as 64MiB\
                        """,
                        """
                        lamplighter.yaml:5:23: gateway.in-flight.bytes is 1MiB to 4GiB, not 8GiB [OUT_OF_RANGE]
                            5 |   in-flight: { bytes: 8GiB }
                              |                       ^^^^
                          choose a value within\
                        """,
                        """
                        lamplighter.yaml:7:18: jobs.state-backend is one of heap, rocksdb, not "disk" [UNKNOWN_WORD]
                            7 |   state-backend: disk
                              |                  ^^^^
                          use one of heap, rocksdb\
                        """,
                        """
                        LAMPLIGHTER_GATEWAY_LINGER:1:1: gateway.linger is a duration, not "5" [BAD_DURATION]
                            1 | 5
                              | ^
                          write a whole number and a unit of ms, s, m, h or d, such as 90s\
                        """,
                        """
                        environment:1:1: "LAMPLIGHTER_GATEWAY_LINGR" is no variable of Lamplighter [UNKNOWN_VARIABLE]
                            1 | LAMPLIGHTER_GATEWAY_LINGR
                              | ^^^^^^^^^^^^^^^^^^^^^^^^^
                          did you mean "LAMPLIGHTER_GATEWAY_LINGER"?\
                        """);
    }

    @Test
    void writesEachDefaultAsItWouldBeRead() {
        for (Setting<?> setting : Settings.all()) {
            assertThat(ConfigReader.read(Map.of(setting.variable(), setting.fallbackText())))
                    .as(setting.key())
                    .isInstanceOf(ConfigReader.Parsed.Valid.class);
        }
    }

    private static UpConfig valid(String yaml, Map<String, String> environment) {
        return switch (ConfigReader.read("lamplighter.yaml", yaml, environment)) {
            case ConfigReader.Parsed.Valid valid -> valid.config();
            case ConfigReader.Parsed.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }

    private static List<String> faulty(String yaml, Map<String, String> environment) {
        return switch (ConfigReader.read("lamplighter.yaml", yaml, environment)) {
            case ConfigReader.Parsed.Valid valid -> List.of();
            case ConfigReader.Parsed.Faulty faulty ->
                    faulty.issues().stream().map(Issue::toString).toList();
        };
    }
}
