// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.desk.seal.SecretFileException;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.registry.MasterKey;
import org.lamplighter.rule.ShippedPacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

class DeskIT {
    private static final int SHIPPED = ShippedProfiles.all().size() + ShippedPacks.all().size();

    @Test
    void startsOnRealServersAndIsReadyOnceTheShippedTextsArePublished() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data())) {
            Await.until(
                    "ready",
                    Duration.ofSeconds(10),
                    () ->
                            client.get("/health/ready")
                                    .body()
                                    .equals("{\"ready\":true,\"waitingFor\":[]}"));
            assertThat(client.get("/health/live").body()).isEqualTo("{\"live\":true}");
            assertThat(client.get("/metrics").body())
                    .contains(
                            "lamplighter_desk_changes_published_total " + SHIPPED + ".0",
                            "lamplighter_desk_changes_unsent 0.0");
            for (String file : new String[] {"admin.token", "master.key"}) {
                Path path = config.data().resolve(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void startsAgainWithTheSameTokenAndNoNewChanges() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config)) {
            assertThat(desk.address().getPort()).isPositive();
        }
        String token = Files.readString(config.data().resolve("admin.token"));
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data())) {
            assertThat(Files.readString(config.data().resolve("admin.token"))).isEqualTo(token);
            assertThat(client.get("/api/v1/rules").json().path("packs")).hasSize(3);
            assertThat(client.get("/api/v1/rules/cover").json().path("version").asLong())
                    .isLessThanOrEqualTo(SHIPPED);
        }
    }

    @Test
    void refusesToStartWithAnotherMasterKeyThanItsDatabasesSecretsAreSealedUnder()
            throws Exception {
        DeskConfig config = RealServers.freshDesk();
        Path keyFile = config.data().resolve("master.key");
        Desk.start(config).close();
        String first = fingerprint(keyFile);
        DeskConfig other =
                new DeskConfig(
                        config.data().resolveSibling("other-data"),
                        config.database(),
                        config.kafka(),
                        config.rest());
        Path otherFile = other.data().resolve("master.key");

        assertThatThrownBy(() -> Desk.start(other))
                .isInstanceOf(SecretFileException.class)
                .hasMessage(
                        "the master key "
                                + otherFile
                                + " is not the one that the secrets in "
                                + config.database().url()
                                + " are sealed under (its fingerprint is "
                                + fingerprint(otherFile)
                                + " and must be "
                                + first
                                + "); copy the master.key of a desk that runs on this database to"
                                + " this place, or name another database");

        Files.copy(keyFile, otherFile, StandardCopyOption.REPLACE_EXISTING);
        Desk.start(other).close();
    }

    private static String fingerprint(Path keyFile) throws IOException {
        return MasterKey.parse(Files.readString(keyFile).strip()).orElseThrow().fingerprint();
    }

    @Test
    void saysWhatToDoWhenItsPortIsTaken() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config)) {
            DeskConfig second =
                    new DeskConfig(
                            config.data(),
                            config.database(),
                            config.kafka(),
                            new RestConfig(
                                    "127.0.0.1", desk.address().getPort(), Duration.ofSeconds(1)));
            assertThatThrownBy(() -> Desk.start(second))
                    .hasMessage(
                            "the desk cannot listen on 127.0.0.1:"
                                    + desk.address().getPort()
                                    + ": the port is in use or not allowed; stop the other program"
                                    + " or choose another port");
        }
    }
}
