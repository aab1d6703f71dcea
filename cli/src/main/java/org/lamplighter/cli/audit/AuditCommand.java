// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.config.ConfigReader;
import org.lamplighter.cli.part.Standalone;
import org.lamplighter.cli.up.ConfigFile;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.topic.KafkaTopics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code lamplighter audit}: is everything that was appended accounted for? Exit code 1 if not. */
@Command(
        name = "audit",
        description =
                "Adds up log, accounts and tables of a running Lamplighter and tells every"
                        + " difference.",
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data directory of the running up")
    private Path data = Path.of("data");

    @Option(names = "--port-offset", paramLabel = "N", description = "as that up was given")
    private int portOffset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "the configuration of parts that run on their own: their Kafka and database"
                            + " instead of those of an up")
    private @Nullable Path config;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for what is on its way (default: 0)")
    private int waitSeconds;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return config == null ? auditUp() : auditParts(config);
    }

    private int auditUp() throws SQLException {
        Ports ports = new Ports(portOffset);
        return audit(
                new KafkaTopics("127.0.0.1:" + ports.kafka(), "", Map.of()),
                new Database(
                        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/postgres",
                        "postgres",
                        password()));
    }

    private int auditParts(Path file) throws SQLException {
        return switch (ConfigFile.read(file, System.getenv())) {
            case ConfigReader.Parsed.Faulty faulty ->
                    throw new StartupException(
                            "the configuration has faults: "
                                    + faulty.issues().stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining("; ")));
            case ConfigReader.Parsed.Valid valid -> {
                Standalone parts = Standalone.of(valid.config());
                yield audit(parts.topics(), parts.database());
            }
        };
    }

    private int audit(KafkaTopics topics, Database database) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        try (LogWitness log = new LogWitness(topics);
                ArchiveWitness archive =
                        new ArchiveWitness(
                                database.jdbcUrl(), database.user(), database.password())) {
            Books books = look(log, archive);
            while (!books.balanced() && System.nanoTime() < deadline) {
                books = look(log, archive);
            }
            tell(books, archive.tables());
            return books.balanced() ? 0 : 1;
        }
    }

    private static Books look(LogWitness log, ArchiveWitness archive) throws SQLException {
        // The archive first: it only grows, and what it holds was accounted for before or will be
        // in the next account.
        Map<Integer, ArchiveWitness.LaneCounts> archived = archive.lanes();
        List<QuarantineEvidence> quarantine = archive.quarantine();
        log.look();
        List<LaneEvidence> lanes = new ArrayList<>();
        log.accounts()
                .forEach(
                        (lane, account) -> {
                            var counts =
                                    archived.getOrDefault(lane, ArchiveWitness.LaneCounts.NONE);
                            lanes.add(
                                    new LaneEvidence(
                                            account,
                                            log.framesOf(lane),
                                            log.framesBeforeAccount(lane),
                                            log.expired(account.partition()),
                                            counts.archived(),
                                            counts.archivedBefore(),
                                            counts.replayed()));
                        });
        return Books.of(lanes, quarantine).withUnaccounted(log.framesWithoutAccount());
    }

    private void tell(Books books, Map<String, Long> tables) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(books, tables));
        } else {
            books.terms()
                    .forEach(
                            term ->
                                    out.printf(
                                            Locale.ROOT,
                                            "%-26s %,15d%n",
                                            term.name(),
                                            term.count()));
            tables.forEach((name, count) -> out.printf(Locale.ROOT, "%-26s %,15d%n", name, count));
            books.differences().forEach(difference -> out.println("difference: " + difference));
            out.println(
                    books.balanced()
                            ? "every difference is 0"
                            : books.differences().size()
                                    + " differences, "
                                    + books.pending()
                                    + " pending");
        }
        out.flush();
    }

    private static ObjectNode toJson(Books books, Map<String, Long> tables) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode terms = node.putObject("terms");
        books.terms().forEach(term -> terms.put(term.name(), term.count()));
        tables.forEach(terms::put);
        books.differences().forEach(node.putArray("differences")::add);
        node.put("pending", books.pending());
        node.put("balanced", books.balanced());
        return node;
    }

    private String password() {
        Path file = data.resolve("postgres").resolve("password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupException(
                    "the database password cannot be read from "
                            + file
                            + "; name the data directory of the running Lamplighter with --data"
                            + " DIR",
                    e);
        }
    }
}
