// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Profiles over REST. */
final class ProfileRoutes {
    private static final String PROFILES = "/api/v1/profiles";

    private final Profiles profiles;

    ProfileRoutes(Profiles profiles) {
        this.profiles = profiles;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Method.GET, PROFILES, this::list),
                Route.of(Method.GET, PROFILES + "/{id}", this::show),
                Route.of(Method.PUT, PROFILES + "/{id}", this::put));
    }

    private Answer list(Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("profiles");
        profiles.list().forEach(edition -> array.add(told(edition, "id")));
        return Answer.ok(body);
    }

    private Answer show(Request request) {
        String id = request.requirePath("id");
        return profiles.find(id)
                .<Answer>map(edition -> Answer.ok(told(edition, "id").put("yaml", edition.yaml())))
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Problem.Kind.NOT_FOUND,
                                        "The profile was not found",
                                        new Fault(
                                                "path",
                                                "a profile must be registered, but this one is not",
                                                "see GET /api/v1/profiles for those there are")));
    }

    private Answer put(Request request) {
        String yaml = new String(request.body(), StandardCharsets.UTF_8);
        return profiles.put(request.requirePath("id"), yaml, request.principal().name())
                .answer(
                        "The profile was not registered",
                        edition -> Answer.ok(told(edition, "id")));
    }

    /** An edition without its text. */
    static ObjectNode told(TextEdition edition, String key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(key, edition.name())
                .put("version", edition.version())
                .put("at", edition.at().toString())
                .put("author", edition.author());
    }
}
