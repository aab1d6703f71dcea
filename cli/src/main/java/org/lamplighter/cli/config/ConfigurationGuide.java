// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

/** Writes {@code docs/configuration.md} from the settings themselves. */
final class ConfigurationGuide {
    private ConfigurationGuide() {}

    private static String fallback(Setting<?> setting) {
        return setting.fallbackText().isEmpty() ? "none" : "`" + setting.fallbackText() + "`";
    }

    static String write() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration

                        This page is generated from the program; a test compares it. To write it anew:
                        `mvn -pl cli -am test -Dtest=ConfigurationGuideTest -Dsurefire.failIfNoSpecifiedTests=false -Dguide.write=true`.

                        Everything has a default, so nothing needs to be set. What is set is taken from, the later going before the earlier:

                        1. the file `lamplighter.yaml` in the folder where the program is started, or the one named with `--config FILE`;
                        2. environment variables `LAMPLIGHTER_…`; one that is set to nothing counts as not set;
                        3. the flags `--data` and `--port-offset`, and `--name` of a gateway.

                        `up`, and `gateway`, `jobs` and `desk` on their own ([cluster.md](cluster.md)), read the same. What is for parts on their own
                        `up` does not look at: it has its own Kafka, PostgreSQL and Flink, on loopback.

                        In the file the dots of a key are indentation:

                        ```yaml
                        gateway:
                          linger: 5ms
                          connections: { total: 50000 }
                        jobs:
                          state-backend: rocksdb
                        ```

                        Values carry their units: durations `ms`, `s`, `m`, `h`, `d`; sizes `B`, `KiB`, `MiB`, `GiB`. A key or variable
                        that does not exist is a fault, and so is a value beyond its limits: all of them are told at once, each with its place,
                        and nothing is started. `./lamplighter up --check-config` tells them, or else every value in force and who set it,
                        without starting anything.

                        | key | values | default | environment variable | what for |
                        |---|---|---|---|---|
                        """);
        for (Setting<?> setting : Settings.all()) {
            text.append(
                    "| `%s` | %s | %s | `%s` | %s |\n"
                            .formatted(
                                    setting.key(),
                                    setting.kind().form(),
                                    fallback(setting),
                                    setting.variable(),
                                    setting.purpose()));
        }
        text.append(
                """

                A bridge takes frames from a broker that is there already, by a shared subscription:

                ```yaml
                gateway:
                  bridges:
                    - name: city                      # in ticks, metrics and sources: bridge-city
                      url: ssl://broker.example:8883  # or tcp://
                      user: lamplighter
                      password-file: /etc/lamplighter/city.password
                      ca-file: /etc/lamplighter/ca.pem # authorities of the certificate, in PEM; else those that Java trusts
                      topic: sensors/{device}/up      # {device} is the id it is registered under, + any level
                      group: lamplighter              # gateways of one group share the messages
                ```

                A message is acknowledged to the broker once the log has its frame. One that no registered device can have sent
                is refused, counted and acknowledged, so that it blocks no other.

                The script `lamplighter` itself reads these variables, before Java runs:

                | environment variable | what for |
                |---|---|
                """);
        ConfigReader.LAUNCHER_VARIABLES.forEach(
                (name, purpose) -> text.append("| `%s` | %s |\n".formatted(name, purpose)));
        return text.toString();
    }
}
