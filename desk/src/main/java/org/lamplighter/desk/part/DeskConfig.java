// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.part;

import org.lamplighter.desk.rest.RestConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * All that the desk is told. Immutable; the command line reads files, environment and flags into
 * it.
 *
 * @param data where {@code admin.token} and {@code master.key} are kept; made if absent
 * @param database the database
 * @param kafka the log
 * @param rest where the REST interface and the page listen
 * @param dispatch who may receive case events
 * @param archive how long things are kept
 */
public record DeskConfig(
        Path data,
        Database database,
        Kafka kafka,
        RestConfig rest,
        Dispatch dispatch,
        Archive archive) {
    /** With the usual dispatch and archive. */
    public DeskConfig(Path data, Database database, Kafka kafka, RestConfig rest) {
        this(data, database, kafka, rest, Dispatch.defaults(), Archive.defaults());
    }

    /** The same with another archive. */
    public DeskConfig withArchive(Archive other) {
        return new DeskConfig(data, database, kafka, rest, dispatch, other);
    }

    /**
     * How long things are kept.
     *
     * @param readings how long readings are, by their event time
     * @param quarantine how long frames that could not be decoded are, by their log time; at least
     *     {@link #SHORTEST_QUARANTINE}
     */
    public record Archive(Duration readings, Duration quarantine) {
        /**
         * Longer than the log keeps a frame, so that no frame that was deleted from the quarantine
         * is read from the log again.
         */
        public static final Duration SHORTEST_QUARANTINE = Duration.ofDays(15);

        public Archive {
            if (quarantine.compareTo(SHORTEST_QUARANTINE) < 0) {
                throw new IllegalArgumentException(
                        "archive.quarantine-retention must be "
                                + SHORTEST_QUARANTINE.toDays()
                                + " d or longer, not "
                                + quarantine);
            }
        }

        /** Readings 400 days, quarantined frames 30. */
        public static Archive defaults() {
            return new Archive(Duration.ofDays(400), Duration.ofDays(30));
        }
    }

    /**
     * Who may receive case events, and by whose clock the city lives.
     *
     * @param allowAddresses addresses or blocks, such as {@code 10.1.0.0/16}, that targets may have
     *     although they are not public
     * @param zone the city's time zone: for the years of case numbers and the times on the page
     */
    public record Dispatch(List<String> allowAddresses, ZoneId zone) {
        public Dispatch {
            allowAddresses = List.copyOf(allowAddresses);
        }

        /** Public addresses only, and this machine's time zone. */
        public static Dispatch defaults() {
            return new Dispatch(List.of(), ZoneId.systemDefault());
        }
    }

    /**
     * The PostgreSQL database, with TimescaleDB or without.
     *
     * @param url a JDBC URL
     * @param user the role
     * @param password its password; empty if it needs none
     * @param connections how many connections are kept at most, besides the feed's one
     */
    public record Database(String url, String user, String password, int connections) {
        /** Enough for the desk's loops and its requests together. */
        public static final int DEFAULT_CONNECTIONS = 10;

        /** Names the database and never the password. */
        @Override
        public String toString() {
            return "Database[" + url + ", user " + user + ", " + connections + " connections]";
        }
    }

    /**
     * Kafka, and how the topics are made where they do not exist.
     *
     * @param bootstrapServers as Kafka's own {@code bootstrap.servers}
     * @param topicPrefix put before each topic's name
     * @param framePartitions how many partitions {@code frames} gets
     * @param replicationFactor copies of each partition, on as many brokers
     * @param minInsyncReplicas copies that must have a record before it is acknowledged
     * @param client further client settings, such as {@code security.protocol}
     */
    public record Kafka(
            String bootstrapServers,
            String topicPrefix,
            int framePartitions,
            short replicationFactor,
            short minInsyncReplicas,
            Map<String, String> client) {
        public Kafka {
            client = Map.copyOf(client);
        }

        /** One broker on this machine. */
        public static Kafka local(int port) {
            return new Kafka("127.0.0.1:" + port, "", 2, (short) 1, (short) 1, Map.of());
        }
    }

    /** The embedded servers' addresses, with everything under {@code data}. */
    public static DeskConfig defaults(Path data) {
        return new DeskConfig(
                data,
                new Database(
                        "jdbc:postgresql://127.0.0.1:5433/lamplighter",
                        "lamplighter",
                        "",
                        Database.DEFAULT_CONNECTIONS),
                Kafka.local(9092),
                RestConfig.defaults());
    }
}
