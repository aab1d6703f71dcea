// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Paging;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Profiles over REST. */
final class ProfileRoutes {
    private static final String PROFILES = "/api/v1/profiles";
    private static final String VERSIONS = PROFILES + "/{id}/versions";

    private final Profiles profiles;

    ProfileRoutes(Profiles profiles) {
        this.profiles = profiles;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Method.GET, PROFILES, this::list),
                Route.of(Method.GET, PROFILES + "/{id}", this::show),
                Route.of(Method.PUT, PROFILES + "/{id}", this::put),
                Route.of(Method.GET, VERSIONS, this::listVersions, "limit", "after"),
                Route.of(Method.GET, VERSIONS + "/{version}", this::showVersion),
                Route.of(Method.POST, VERSIONS + "/{version}/restore", this::restore));
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
                .orElseGet(ProfileRoutes::notFound);
    }

    private Answer listVersions(Request request) {
        List<Fault> faults = new ArrayList<>();
        int limit = Paging.limit(request, faults);
        long before = Paging.before(request, faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, "The versions were not listed", faults);
        }
        String id = request.requirePath("id");
        if (profiles.find(id).isEmpty()) {
            return notFound();
        }
        List<ProfileHistory.Version> page = profiles.history(id, before, limit);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("versions");
        page.forEach(version -> array.add(told(version)));
        if (page.size() == limit) {
            body.put("next", Long.toString(page.getLast().edition().version()));
        }
        return Answer.ok(body);
    }

    private Answer showVersion(Request request) {
        return findVersion(request)
                .<Answer>map(
                        version -> Answer.ok(told(version).put("yaml", version.edition().yaml())))
                .orElseGet(ProfileRoutes::noSuchVersion);
    }

    private Answer restore(Request request) {
        return findVersion(request)
                .map(
                        version ->
                                profiles.putBack(version, request.principal().name())
                                        .answer(
                                                "The version was not put back",
                                                edition -> Answer.ok(told(edition, "id"))))
                .orElseGet(ProfileRoutes::noSuchVersion);
    }

    private Optional<ProfileHistory.Version> findVersion(Request request) {
        String version = request.requirePath("version");
        return version.matches("[0-9]{1,18}")
                ? profiles.find(request.requirePath("id"), Long.parseLong(version))
                : Optional.empty();
    }

    private static Answer notFound() {
        return Answer.refused(
                Problem.Kind.NOT_FOUND,
                "The profile was not found",
                new Fault(
                        "path",
                        "a profile must be registered, but this one is not",
                        "see GET /api/v1/profiles for those there are"));
    }

    private static Answer noSuchVersion() {
        return Answer.refused(
                Problem.Kind.NOT_FOUND,
                "The version was not found",
                new Fault(
                        "path",
                        "a version must be one that the profile had, but this one is not",
                        "see GET /api/v1/profiles/{id}/versions for those it had"));
    }

    private static ObjectNode told(ProfileHistory.Version version) {
        ObjectNode node = told(version.edition(), "id");
        if (version.isPutBack()) {
            node.put("restores", version.restores());
        }
        return node;
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
