// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Puts the parts' fragments together into one OpenAPI document. A path or component that two
 * fragments have is a mistake that stops the start.
 */
public final class OpenApi {
    private static final String BASE = "org/lamplighter/desk/openapi/base.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenApi() {}

    /**
     * The document: the base with the paths and components of all {@code fragments}, which are
     * class path resources.
     */
    public static ObjectNode merge(List<String> fragments) {
        ObjectNode document = read(BASE);
        ObjectNode paths = document.withObjectProperty("paths");
        ObjectNode schemas =
                document.withObjectProperty("components").withObjectProperty("schemas");
        for (String name : fragments) {
            ObjectNode fragment = read(name);
            add(paths, fragment.path("paths"), name);
            add(schemas, fragment.path("components").path("schemas"), name);
        }
        return document;
    }

    /**
     * The route of the document itself; everybody may read it, as it says nothing of this
     * installation.
     */
    public static Route route(List<String> fragments) {
        ObjectNode document = merge(fragments);
        return Route.open(Route.Method.GET, "/api/openapi.json", request -> Answer.ok(document));
    }

    private static void add(ObjectNode target, JsonNode source, String fragment) {
        source.properties()
                .forEach(
                        entry -> {
                            if (target.has(entry.getKey())) {
                                throw new IllegalStateException(
                                        "the OpenAPI fragment "
                                                + fragment
                                                + " describes "
                                                + entry.getKey()
                                                + " which another fragment describes already; leave"
                                                + " one of them out");
                            }
                            target.set(entry.getKey(), entry.getValue());
                        });
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the OpenAPI fragment " + resource + " is not on the class path");
            }
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
