// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.rest.OpenApi;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.seal.MasterKeyFile;
import org.postgresql.ds.PGSimpleDataSource;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Neither the routes nor their description can drift from the other. */
class OpenApiTest {
    @Test
    void describesEveryRouteWithItsParametersAndAccessAndNothingElse(@TempDir Path directory)
            throws Exception {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PGSimpleDataSource neverOpened = new PGSimpleDataSource();
        DeskServices services =
                new DeskServices(
                        DeskConfig.defaults(directory),
                        neverOpened,
                        Jdbi.create(neverOpened),
                        MasterKeyFile.readOrCreate(directory.resolve("master.key")),
                        metrics,
                        InstantSource.system());
        List<Part> parts = Desk.parts(services, metrics);
        try {
            List<Route> routes = new ArrayList<>();
            List<String> fragments = new ArrayList<>();
            for (Part part : parts) {
                routes.addAll(part.routes());
                fragments.addAll(part.openApi());
            }
            routes.add(OpenApi.route(fragments));
            assertThat(described(OpenApi.merge(fragments))).isEqualTo(offered(routes));
        } finally {
            parts.forEach(Part::close);
        }
    }

    private static Set<String> offered(List<Route> routes) {
        Set<String> offered = new TreeSet<>();
        for (Route route : routes) {
            offered.add(
                    route.method()
                            + " "
                            + route.path()
                            + " path="
                            + pathParameters(route.path())
                            + " query="
                            + new TreeSet<>(route.queries())
                            + (route.access() == Route.Access.API_TOKEN ? " token" : " open"));
        }
        return offered;
    }

    private static Set<String> described(JsonNode document) {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation -> {
                                                    JsonNode says = operation.getValue();
                                                    boolean open =
                                                            says.has("security")
                                                                    && says.path("security")
                                                                            .isEmpty();
                                                    described.add(
                                                            operation
                                                                            .getKey()
                                                                            .toUpperCase(
                                                                                    Locale.ROOT)
                                                                    + " "
                                                                    + path.getKey()
                                                                    + " path="
                                                                    + parameters(says, "path")
                                                                    + " query="
                                                                    + parameters(says, "query")
                                                                    + (open ? " open" : " token"));
                                                }));
        return described;
    }

    private static Set<String> pathParameters(String path) {
        Set<String> names = new TreeSet<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    private static Set<String> parameters(JsonNode operation, String in) {
        Set<String> names = new TreeSet<>();
        StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }
}
