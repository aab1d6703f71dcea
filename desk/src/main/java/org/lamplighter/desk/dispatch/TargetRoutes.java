// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.cases.CaseEventJson;
import org.lamplighter.desk.dispatch.egress.Answer.NotTaken;
import org.lamplighter.desk.dispatch.egress.Answer.Taken;
import org.lamplighter.desk.dispatch.egress.EgressGuard;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who receives case events: {@code /api/v1/targets}. Safe to share between threads. */
final class TargetRoutes {
    /** The type of the event that a test sends. */
    static final String TEST_TYPE = "org.lamplighter.test";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final String NOT_MADE = "The target was not made";
    private static final String NOT_CHANGED = "The target was not changed";

    private final Jdbi jdbi;
    private final TargetStore targets;
    private final DeliveryOutbox outbox;
    private final EgressGuard guard;
    private final WebhookSender sender;
    private final InstantSource clock;

    TargetRoutes(
            Jdbi jdbi,
            TargetStore targets,
            DeliveryOutbox outbox,
            EgressGuard guard,
            WebhookSender sender,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.targets = targets;
        this.outbox = outbox;
        this.guard = guard;
        this.sender = sender;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Route.Method.POST, "/api/v1/targets", this::create),
                Route.of(Route.Method.GET, "/api/v1/targets", this::list),
                Route.of(Route.Method.PATCH, "/api/v1/targets/{name}", this::change),
                Route.of(Route.Method.POST, "/api/v1/targets/{name}/test", this::test));
    }

    /** Makes a target. A secret that is not given is made, and told this once. */
    private Answer create(Request request) {
        List<Fault> faults = new ArrayList<>();
        Optional<JsonMembers> body =
                JsonMembers.read(request.body(), Set.of("name", "url", "secret"), faults);
        if (body.isEmpty()) {
            return Answer.refused(Problem.Kind.MALFORMED, NOT_MADE, faults);
        }
        JsonMembers members = body.get();
        Optional<String> name = members.requireText("name");
        name.filter(text -> !NAME.matcher(text).matches())
                .ifPresent(
                        text ->
                                members.refuse(
                                        "name",
                                        "a target's name must be 1 to 64 lower-case letters, digits"
                                                + " or -, a letter or digit first, but is \""
                                                + text
                                                + "\"",
                                        "give one such as city-dispatch"));
        Optional<String> url = members.requireText("url");
        url.ifPresent(text -> checkUrl(text, members));
        boolean given = members.has("secret");
        Optional<WebhookSecret> secret =
                given ? readSecret(members) : Optional.of(WebhookSecret.random());
        if (!faults.isEmpty() || name.isEmpty() || url.isEmpty() || secret.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, NOT_MADE, faults);
        }
        return jdbi.inTransaction(
                handle -> insert(handle, name.get(), url.get(), secret.get(), given));
    }

    private Answer insert(
            Handle handle, String name, String url, WebhookSecret secret, boolean given) {
        if (targets.isFull(handle)) {
            return Answer.refused(
                    Problem.Kind.CONFLICT,
                    NOT_MADE,
                    new Fault(
                            "name",
                            "there may be "
                                    + TargetStore.MAX_TARGETS
                                    + " targets, and there are as many",
                            "change one that is no longer needed"));
        }
        if (!targets.insert(handle, name, url, secret, now())) {
            return Answer.refused(
                    Problem.Kind.CONFLICT,
                    NOT_MADE,
                    new Fault(
                            "name",
                            "there is a target \"" + name + "\" already",
                            "change it by PATCH, or give another name"));
        }
        ObjectNode node = json(targets.find(handle, name, now()).orElseThrow());
        if (!given) {
            node.put("secret", secret.reveal());
        }
        return Answer.created(node);
    }

    private Answer list(Request request) {
        ArrayNode array = Json.object().arrayNode();
        jdbi.withHandle(handle -> targets.list(handle, now()))
                .forEach(target -> array.add(json(target)));
        return Answer.ok(Json.object().set("targets", array));
    }

    /** Changes the URL, rotates the secret, enables or disables. */
    private Answer change(Request request) {
        List<Fault> faults = new ArrayList<>();
        Optional<JsonMembers> body =
                JsonMembers.read(request.body(), Set.of("url", "secret", "enabled"), faults);
        if (body.isEmpty()) {
            return Answer.refused(Problem.Kind.MALFORMED, NOT_CHANGED, faults);
        }
        JsonMembers members = body.get();
        Optional<String> url = members.findText("url");
        url.ifPresent(text -> checkUrl(text, members));
        Optional<WebhookSecret> secret =
                members.has("secret") ? readSecret(members) : Optional.empty();
        Optional<Boolean> enabled = members.findFlag("enabled");
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, NOT_CHANGED, faults);
        }
        String name = request.requirePath("name");
        Answer answer =
                jdbi.inTransaction(
                        handle -> {
                            Optional<Target> found = targets.find(handle, name, now());
                            if (found.isEmpty()) {
                                return unknown(name, NOT_CHANGED);
                            }
                            Target target = found.get();
                            url.ifPresent(text -> targets.changeUrl(handle, target, text, now()));
                            secret.filter(fresh -> !fresh.equals(target.secrets().getFirst()))
                                    .ifPresent(
                                            fresh -> targets.rotate(handle, target, fresh, now()));
                            enabled.ifPresent(
                                    on -> {
                                        if (on) {
                                            targets.enable(handle, target.id(), now());
                                            outbox.resendAfterEnabling(handle, target.id());
                                        } else {
                                            targets.disable(
                                                    handle,
                                                    target.id(),
                                                    "by " + request.principal().name(),
                                                    now());
                                        }
                                    });
                            return Answer.ok(json(targets.find(handle, name, now()).orElseThrow()));
                        });
        outbox.wake();
        return answer;
    }

    /** Sends one event now and tells what came of it; nothing is kept. */
    private Answer test(Request request) {
        String name = request.requirePath("name");
        Optional<Target> target = jdbi.withHandle(handle -> targets.find(handle, name, now()));
        if (target.isEmpty()) {
            return unknown(name, "The target was not tested");
        }
        String id = "test-" + UUID.randomUUID();
        CloudEvent event =
                new CloudEvent(
                        id,
                        CaseEventJson.SOURCE,
                        TEST_TYPE,
                        name,
                        now(),
                        Json.object().put("target", name).put("by", request.principal().name()));
        ObjectNode node = Json.object().put("id", id);
        String body = new String(event.toJson(), StandardCharsets.UTF_8);
        switch (sender.send(target.get(), id, body, clock.instant())) {
            case Taken taken ->
                    node.put("delivered", true)
                            .put("status", taken.status())
                            .put("reason", "the target answered " + taken.status());
            case NotTaken notTaken ->
                    node.put("delivered", false)
                            .put("status", notTaken.status())
                            .put("fault", notTaken.fault().text())
                            .put("reason", notTaken.reason());
        }
        return Answer.ok(node);
    }

    private void checkUrl(String url, JsonMembers members) {
        switch (guard.check(url)) {
            case EgressGuard.Verdict.Allowed allowed -> {}
            case EgressGuard.Verdict.Refused refused ->
                    members.refuse("url", refused.reason(), "fault " + refused.fault().text());
        }
    }

    private static Optional<WebhookSecret> readSecret(JsonMembers members) {
        Optional<String> text = members.findText("secret");
        Optional<WebhookSecret> secret = text.flatMap(WebhookSecret::parse);
        if (text.isPresent() && secret.isEmpty()) {
            members.refuse(
                    "secret",
                    "a secret must be whsec_ followed by the Base64 of "
                            + WebhookSecret.MIN_BYTES
                            + " to "
                            + WebhookSecret.MAX_BYTES
                            + " bytes",
                    "leave it out to have one made");
        }
        return secret;
    }

    private static Answer unknown(String name, String title) {
        return Answer.refused(
                Problem.Kind.NOT_FOUND,
                title,
                new Fault(
                        "path",
                        "there is no target \"" + name + "\"",
                        "GET /api/v1/targets lists them"));
    }

    private static ObjectNode json(Target target) {
        ObjectNode node = Json.object();
        node.put("name", target.name());
        node.put("url", target.url());
        node.put("enabled", target.enabled());
        if (!target.enabled()) {
            node.put("disabledReason", target.disabledReason());
        }
        node.put("rotating", target.secrets().size() > 1);
        node.put("createdAt", target.createdAt().toString());
        return node;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
