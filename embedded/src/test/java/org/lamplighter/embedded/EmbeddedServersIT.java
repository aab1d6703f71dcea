// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class EmbeddedServersIT {
    @TempDir Path directory;

    @Test
    void kafkaKeepsARecordOverAStopAndAStart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            append(kafka, "kept", "first");
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            append(kafka, "kept", "second");

            assertThat(read(kafka, "kept", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void kafkaSaysInOneSentenceThatItsDirectoryIsCorrupt() throws Exception {
        EmbeddedKafka.start(directory, 0).close();
        Files.delete(directory.resolve("log/meta.properties"));

        Assertions.assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .hasMessage(
                        "Kafka's directory "
                                + directory
                                + " is corrupt: meta.properties is missing beside its data; restore"
                                + " it from a copy or move the directory away and start again");
    }

    @Test
    void postgresTakesSixtyConnectionsAndNotOneMore() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            for (int i = 0; i < 60; i++) {
                taken.add(postgres.connect());
            }

            Assertions.assertThatThrownBy(postgres::connect)
                    .hasMessage("FATAL: sorry, too many clients already");
            for (Connection each : taken) {
                each.close();
            }
        }
    }

    @Test
    void postgresSaysInOneSentenceThatItsDirectoryIsCorrupt() throws Exception {
        EmbeddedPostgres.start(directory, 0).close();
        Path control = directory.resolve("data/global/pg_control");
        Files.write(control, new byte[100]);

        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: global/pg_control has 100 bytes where it must have"
                                + " 8192; restore it from a copy or move the directory away and"
                                + " start again");

        Files.delete(directory.resolve("data/PG_VERSION"));
        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: PG_VERSION is missing beside its data; restore it"
                                + " from a copy or move the directory away and start again");
    }

    @Test
    void postgresSaysInOneSentenceThatItsPasswordIsGone() throws Exception {
        EmbeddedPostgres.start(directory, 0).close();
        Files.delete(directory.resolve("password"));

        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: the file password is missing, without which nobody"
                                + " gets in; restore it from a copy or move the directory away and"
                                + " start again");
    }

    @Test
    void postgresBeginsAnewAfterAFirstStartThatWasCutShort() throws Exception {
        Files.createDirectories(directory.resolve("data/global"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "# half a cluster");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "create table kept(n int)");
        }
    }

    @Test
    void postgresIsDurableAsksForAPasswordAndKeepsRowsOverAStopAndAStart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.show("fsync")).isEqualTo("on");
            assertThat(postgres.show("synchronous_commit")).isEqualTo("on");
            assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
            Assertions.assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                                    postgres.jdbcUrl(), "postgres", "wrong")
                                            .close())
                    .hasMessageContaining("password authentication failed");
            execute(postgres, "create table kept(n int)");
            execute(postgres, "insert into kept values (1)");
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(count(postgres)).isEqualTo(1);
        }
    }

    @Test
    void postgresTakesItsDirectoryBackFromTheOrphanOfAKilledParent() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledParent.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int orphanPort;
        try (var out = parent.inputReader()) {
            orphanPort = Integer.parseInt(out.readLine());
        } finally {
            parent.destroyForcibly().waitFor();
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.port()).isNotEqualTo(orphanPort);
            assertThat(count(postgres)).isEqualTo(1);
        }
    }

    /** Starts a server, writes a row, says its port and waits to be killed. */
    static final class KilledParent {
        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            execute(postgres, "create table kept(n int)");
            execute(postgres, "insert into kept values (1)");
            System.out.println(postgres.port());
            System.out.flush();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    private static void append(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int expected) {
        List<String> values = new java.util.ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            for (int polls = 0; polls < 100 && values.size() < expected; polls++) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(EmbeddedPostgres postgres) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
