// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The metrics page of one part, as Prometheus would read it. */
final class Metrics {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI page;

    /** The part whose metrics are on this loopback port. */
    Metrics(int port) {
        page = URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    /** The sum of all samples of a name whose line holds each of the labels; 0 if there is none. */
    double sum(String name, String... labels) throws IOException, InterruptedException {
        return lines().stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<String> lines() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        return answer.body().lines().toList();
    }
}
