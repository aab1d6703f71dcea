// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class DeskIT {
    @Test
    void startsOnRealServersAndTellsThatItIsReady(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            DeskConfig config =
                    new DeskConfig(
                            directory.resolve("data"),
                            new DeskConfig.Database(
                                    postgres.jdbcUrl(), postgres.user(), postgres.password(), 4),
                            new DeskConfig.Kafka(
                                    kafka.bootstrapServers(),
                                    "t.",
                                    2,
                                    (short) 1,
                                    (short) 1,
                                    Map.of()),
                            new RestConfig("127.0.0.1", 0, Duration.ofSeconds(1)));
            try (Desk desk = Desk.start(config)) {
                HttpResponse<String> ready =
                        HttpClient.newHttpClient()
                                .send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                desk.address() + "/health/ready"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString());
                assertThat(ready.body()).isEqualTo("{\"ready\":true,\"waitingFor\":[]}");
            }
        }
    }
}
