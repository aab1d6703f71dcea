// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.up;

import org.lamplighter.bench.load.Sender;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What the measurement asks of the desk over REST. */
public final class DeskClient implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    public DeskClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public void register(List<Sender> senders) throws IOException, InterruptedException {
        StringBuilder csv = new StringBuilder("id,profile,token\n");
        senders.forEach(
                it ->
                        csv.append(it.device())
                                .append(",generic-manhole-cover,")
                                .append(it.token())
                                .append('\n'));
        send("POST", "/api/v1/devices/import", "text/csv", csv.toString());
    }

    public void addTarget(String name, URI url) throws IOException, InterruptedException {
        String body = "{\"name\":\"" + name + "\",\"url\":\"" + url + "\"}";
        send("POST", "/api/v1/targets", "application/json", body);
    }

    public void disableTarget(String name) throws IOException, InterruptedException {
        send("PATCH", "/api/v1/targets/" + name, "application/json", "{\"enabled\":false}");
    }

    private void send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .timeout(Duration.ofMinutes(1))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", type)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(
                    method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
