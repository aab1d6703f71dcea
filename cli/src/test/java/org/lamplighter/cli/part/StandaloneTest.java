// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.config.LogTarget;
import org.lamplighter.cli.config.Setting;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.PartConfigsTest;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.cluster.FlinkPlace;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

public final class StandaloneTest {
    /** A change for each setting that only parts on their own look at. */
    public static final Map<Setting<?>, Function<UpConfig, UpConfig>> CHANGES =
            new LinkedHashMap<>();

    static {
        change(Settings.LOG_TO, LogTarget.CONSOLE);
        change(Settings.KAFKA_BOOTSTRAP_SERVERS, "k1:9092,k2:9092");
        change(Settings.KAFKA_TOPIC_PREFIX, "city-");
        change(Settings.KAFKA_REPLICATION_FACTOR, 5);
        change(Settings.KAFKA_MIN_INSYNC_REPLICAS, 4);
        change(Settings.DATABASE_URL, "jdbc:postgresql://db/city");
        change(Settings.DATABASE_USER, "lamp");
        change(Settings.DATABASE_PASSWORD_FILE, Path.of("absent"));
        change(Settings.GATEWAY_MQTT_LISTEN, new ListenAddress("0.0.0.0", 2883));
        change(Settings.GATEWAY_HTTP_LISTEN, new ListenAddress("0.0.0.0", 2081));
        change(Settings.GATEWAY_METRICS_LISTEN, new ListenAddress("0.0.0.0", 0));
        change(Settings.GATEWAY_COAP_LISTEN, new ListenAddress("0.0.0.0", 2684));
        change(Settings.GATEWAY_COAP_PLAIN_LISTEN, new ListenAddress("0.0.0.0", 2683));
        change(Settings.JOBS_CLUSTER, "http://jobmanager:8081");
        change(Settings.JOBS_JAR, Path.of("/opt/job.jar"));
        change(Settings.JOBS_CHECKPOINTS, Path.of("/mnt/checkpoints"));
        change(Settings.JOBS_METRICS_LISTEN, new ListenAddress("0.0.0.0", 2082));
        change(Settings.DESK_LISTEN, new ListenAddress("0.0.0.0", 2080));
    }

    @TempDir Path directory;

    @Test
    void handsTheValuesToTheFieldsTheyAreFor() throws Exception {
        UpConfig config = UpConfig.defaults();
        for (Function<UpConfig, UpConfig> change : CHANGES.values()) {
            config = change.apply(config);
        }
        Path password = Files.writeString(directory.resolve("password"), "a secret\n");
        Standalone told =
                Standalone.of(
                        config.with(Settings.DATABASE_PASSWORD_FILE, password, "a test")
                                .with(Settings.PORT_OFFSET, 10, "a test"));

        GatewayConfig gateway = told.gateway();
        assertThat(gateway.kafka().bootstrap()).isEqualTo("k1:9092,k2:9092");
        assertThat(gateway.kafka().topicPrefix()).isEqualTo("city-");
        assertThat(gateway.listen().mqtt()).hasToString("0.0.0.0:2893");
        assertThat(gateway.listen().http()).hasToString("0.0.0.0:2091");
        assertThat(gateway.coap().secure().orElseThrow().address()).hasToString("0.0.0.0:2694");
        assertThat(gateway.coap().plain()).as("off by default").isEmpty();
        assertThat(
                        Standalone.of(UpConfig.defaults())
                                .gateway()
                                .coap()
                                .secure()
                                .orElseThrow()
                                .address())
                .hasToString("127.0.0.1:5684");
        assertThat(gateway.listen().metrics()).as("0 stays any free one").hasToString("0.0.0.0:0");

        JobsConfig jobs = told.jobs();
        assertThat(jobs.topics()).isEqualTo(told.topics());
        assertThat(jobs.topics().prefix()).isEqualTo("city-");
        assertThat(jobs.database().jdbcUrl()).isEqualTo("jdbc:postgresql://db/city");
        assertThat(jobs.database().user()).isEqualTo("lamp");
        assertThat(jobs.database().password()).isEqualTo("a secret");
        assertThat(jobs.directory()).isEqualTo(Path.of("/mnt/checkpoints"));
        assertThat(jobs.listen().host() + ":" + jobs.listen().metricsPort())
                .isEqualTo("0.0.0.0:2092");
        assertThat(jobs.place())
                .isEqualTo(
                        new FlinkPlace.Cluster(
                                URI.create("http://jobmanager:8081"), Path.of("/opt/job.jar")));

        DeskConfig desk = told.desk();
        assertThat(desk.kafka().bootstrapServers()).isEqualTo("k1:9092,k2:9092");
        assertThat(desk.kafka().topicPrefix()).isEqualTo("city-");
        assertThat(desk.kafka().replicationFactor()).isEqualTo((short) 5);
        assertThat(desk.kafka().minInsyncReplicas()).isEqualTo((short) 4);
        assertThat(desk.database().url()).isEqualTo("jdbc:postgresql://db/city");
        assertThat(desk.database().password()).isEqualTo("a secret");
        assertThat(desk.rest().host() + ":" + desk.rest().port()).isEqualTo("0.0.0.0:2090");
        assertThat(told.replicationFactor()).isEqualTo(5);
    }

    @Test
    void whatASettingChangesOfUpItChangesOfPartsOnTheirOwn() {
        String without = told(UpConfig.defaults());
        PartConfigsTest.CHANGES.forEach(
                (setting, change) ->
                        assertThat(told(change.apply(UpConfig.defaults())))
                                .as(setting.key())
                                .isNotEqualTo(without));
    }

    @Test
    void listensOnLoopbackAndRunsFlinkItselfByDefault() {
        Standalone told = Standalone.of(UpConfig.defaults());

        assertThat(told.gateway().listen().mqtt()).hasToString("127.0.0.1:1883");
        assertThat(told.gateway().listen().http()).hasToString("127.0.0.1:8081");
        assertThat(told.gateway().listen().metrics()).hasToString("127.0.0.1:9081");
        assertThat(told.desk().rest().host()).isEqualTo("127.0.0.1");
        assertThat(told.jobs().place()).isEqualTo(FlinkPlace.here());
        assertThat(told.jobs().directory())
                .isEqualTo(Path.of("data", "checkpoints").toAbsolutePath());
        assertThat(told.desk().kafka().replicationFactor()).isEqualTo((short) 3);
        assertThat(told.desk().kafka().minInsyncReplicas()).isEqualTo((short) 2);
    }

    @Test
    void saysWhichPasswordFileCannotBeRead() {
        Path absent = directory.resolve("absent");
        UpConfig config =
                UpConfig.defaults().with(Settings.DATABASE_PASSWORD_FILE, absent, "a test");

        assertThatThrownBy(() -> Standalone.of(config).database())
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the database password cannot be read from "
                                + absent
                                + " (NoSuchFileException); name a file that this user can read with"
                                + " database.password-file");
    }

    @Test
    void tellsAGatewayNoPassword() {
        UpConfig config =
                UpConfig.defaults()
                        .with(
                                Settings.DATABASE_PASSWORD_FILE,
                                directory.resolve("absent"),
                                "a test");

        assertThat(Standalone.of(config).gateway())
                .isEqualTo(Standalone.of(UpConfig.defaults()).gateway());
    }

    @Test
    void refusesAClusterThatIsNoAddress() {
        UpConfig config =
                UpConfig.defaults()
                        .with(Settings.JOBS_JAR, Path.of("job.jar"), "a test")
                        .with(Settings.JOBS_CLUSTER, "jobmanager", "a test");

        assertThatThrownBy(() -> Standalone.of(config).jobs())
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "jobs.cluster is \"jobmanager\", which is no address; write one such as"
                                + " http://jobmanager:8081");
    }

    private static String told(UpConfig config) {
        Standalone parts = Standalone.of(config);
        return parts.desk() + " " + parts.gateway() + " " + parts.jobs();
    }

    private static <T> void change(Setting<T> setting, T value) {
        CHANGES.put(setting, config -> config.with(setting, value, "a test"));
    }
}
