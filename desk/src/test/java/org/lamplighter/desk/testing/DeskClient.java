// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Speaks to a desk as the administrator. */
public final class DeskClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI desk;
    private final String token;

    public DeskClient(URI desk, Path data) throws IOException {
        this.desk = desk;
        this.token = Files.readString(data.resolve("admin.token")).strip();
    }

    /**
     * What the desk answered.
     *
     * @param status the HTTP status
     * @param mediaType the body's
     * @param body the body
     */
    public record Told(int status, String mediaType, String body) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        /** The faults of a problem as RFC 9457 has it, one sentence each. */
        public List<String> faults() {
            if (!mediaType.equals("application/problem+json")) {
                throw new AssertionError("no problem but " + status + " " + body);
            }
            List<String> faults = new ArrayList<>();
            for (JsonNode fault : json().path("faults")) {
                faults.add(
                        fault.path("where").asText()
                                + ": "
                                + fault.path("rule").asText()
                                + "; "
                                + fault.path("hint").asText());
            }
            return faults;
        }
    }

    public Told get(String path) throws Exception {
        return call("GET", path, "");
    }

    public Told call(String method, String path, String body) throws Exception {
        return send(authorized(method, path, body));
    }

    /** With the administrator's token. */
    public HttpRequest.Builder authorized(String method, String path, String body) {
        return request(method, path, body).header("Authorization", "Bearer " + token);
    }

    /** Without a token, or with what the caller adds. */
    public HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return HttpRequest.newBuilder(URI.create(desk + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, publisher);
    }

    public Told send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Told(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
