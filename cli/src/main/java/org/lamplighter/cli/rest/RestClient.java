// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Calls the desk's REST interface with an API token.
 *
 * <p>Thread-safe; each call blocks its thread for at most a minute unless it says otherwise.
 */
public final class RestClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /**
     * The largest answer that is read: of the largest import's 100,000 devices each may have 670
     * bytes of id, token and key.
     */
    static final int MAX_ANSWER = 64 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final String token;

    /**
     * @param base such as {@code http://127.0.0.1:8080}
     * @param token an API token, such as that of {@code <data>/admin.token}
     */
    public RestClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * What the desk answered.
     *
     * @param status the HTTP status
     * @param body the body as JSON; a missing node if it has none
     */
    public record Answer(int status, JsonNode body) {}

    /** Sends a JSON body. */
    public Answer post(String path, JsonNode body) {
        return send(
                "POST",
                path,
                "application/json",
                HttpRequest.BodyPublishers.ofString(body.toString()),
                TIMEOUT);
    }

    /** Sends a text body. */
    public Answer send(String method, String path, String contentType, String body) {
        return send(method, path, contentType, body, TIMEOUT);
    }

    /** Sends a text body; the answer may take so long. */
    public Answer send(
            String method, String path, String contentType, String body, Duration timeout) {
        return send(method, path, contentType, HttpRequest.BodyPublishers.ofString(body), timeout);
    }

    public Answer get(String path) {
        return send("GET", path, "application/json", HttpRequest.BodyPublishers.noBody(), TIMEOUT);
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer send(
            String method,
            String path,
            String contentType,
            HttpRequest.BodyPublisher body,
            Duration timeout) {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(timeout)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", contentType)
                        .method(method, body)
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] answer = in.readNBytes(MAX_ANSWER + 1);
                if (answer.length > MAX_ANSWER) {
                    throw new RestException(
                            "the desk at "
                                    + base
                                    + " answered "
                                    + method
                                    + " "
                                    + path
                                    + " with more than "
                                    + MAX_ANSWER
                                    + " bytes; is it the desk that listens there?");
                }
                return new Answer(response.statusCode(), parse(answer));
            }
        } catch (IOException e) {
            throw new RestException(
                    "the desk at "
                            + base
                            + " did not answer "
                            + method
                            + " "
                            + path
                            + ": "
                            + e
                            + "; is it running, and is this its address?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestException("interrupted while the desk at " + base + " was asked", e);
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        if (body.length == 0) {
            return MAPPER.missingNode();
        }
        char first = (char) body[0];
        return first == '{' || first == '[' ? MAPPER.readTree(body) : MAPPER.missingNode();
    }
}
