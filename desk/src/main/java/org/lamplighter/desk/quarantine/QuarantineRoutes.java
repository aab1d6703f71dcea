// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.quarantine.QuarantineFilter.Place;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.desk.rest.Paging;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The quarantine over REST. */
final class QuarantineRoutes {
    /** How many groups one answer has, the largest. */
    static final int MAX_GROUPS = 500;

    /** How many bytes of a payload a list shows. */
    static final int SHOWN_BYTES = 1_024;

    private static final Set<String> STATES = Set.of("kept", "fresh", "duplicate");

    private final Jdbi jdbi;
    private final Function<QuarantineFilter, Replay.Outcome> replay;
    private final QuarantineStore store = new QuarantineStore();

    QuarantineRoutes(Jdbi jdbi, Function<QuarantineFilter, Replay.Outcome> replay) {
        this.jdbi = jdbi;
        this.replay = replay;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Method.GET, "/api/v1/quarantine", this::groups),
                Route.of(
                        Method.GET,
                        "/api/v1/quarantine/frames",
                        this::frames,
                        "profile",
                        "reason",
                        "device",
                        "state",
                        "limit",
                        "after"),
                Route.of(Method.POST, "/api/v1/quarantine/replays", this::replay));
    }

    private Answer groups(Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("groups");
        for (QuarantineStore.Group group :
                jdbi.withHandle(handle -> store.groups(handle, MAX_GROUPS))) {
            array.addObject()
                    .put("profile", group.profile())
                    .put("reason", group.reason())
                    .put("frames", group.frames())
                    .put("devices", group.devices())
                    .put("first", group.first().toString())
                    .put("last", group.last().toString())
                    .put("detail", group.detail());
        }
        return Answer.ok(body);
    }

    private Answer frames(Request request) {
        List<Fault> faults = new ArrayList<>();
        int limit = Paging.limit(request, faults);
        Place after = place(request.findQuery("after"), "query after", faults);
        String state = request.findQuery("state").orElse("kept");
        if (!state.equals("all") && !STATES.contains(state)) {
            faults.add(
                    new Fault(
                            "query state",
                            "it must be kept, fresh, duplicate or all, not " + state,
                            "choose one of them"));
        }
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, "The frames were not listed", faults);
        }
        QuarantineFilter filter =
                new QuarantineFilter(
                        request.findQuery("profile").orElse(""),
                        request.findQuery("reason").orElse(""),
                        request.findQuery("device").orElse(""),
                        after);
        List<KeptFrame> page =
                jdbi.withHandle(
                        handle ->
                                store.list(
                                        handle,
                                        filter,
                                        state.equals("all") ? "" : state,
                                        limit,
                                        SHOWN_BYTES));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("frames");
        page.forEach(frame -> array.add(told(frame)));
        if (page.size() == limit) {
            body.put("next", Place.of(page.getLast()).text());
        }
        return Answer.ok(body);
    }

    private Answer replay(Request request) {
        List<Fault> faults = new ArrayList<>();
        Optional<QuarantineFilter> filter =
                request.body().length == 0
                        ? Optional.of(new QuarantineFilter("", "", "", Place.START))
                        : JsonMembers.read(
                                        request.body(),
                                        Set.of("profile", "reason", "device", "after"),
                                        faults)
                                .map(members -> filter(members, faults));
        if (!faults.isEmpty() || filter.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, "Nothing was replayed", faults);
        }
        Replay.Outcome outcome = replay.apply(filter.get());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("tried", outcome.fresh() + outcome.duplicates() + outcome.undecodable());
        body.put("fresh", outcome.fresh());
        body.put("duplicates", outcome.duplicates());
        body.put("undecodable", outcome.undecodable());
        body.put("readings", outcome.readings());
        ArrayNode array = body.putArray("faults");
        outcome.still().entrySet().stream()
                .sorted(
                        Map.Entry.<Replay.Fault, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(entry -> entry.getKey().toString()))
                .limit(Problem.MAX_FAULTS)
                .forEach(
                        entry ->
                                array.addObject()
                                        .put("profile", entry.getKey().profile())
                                        .put("reason", entry.getKey().reason())
                                        .put("detail", entry.getKey().detail())
                                        .put("frames", entry.getValue()));
        outcome.next().ifPresent(next -> body.put("next", next.text()));
        return Answer.ok(body);
    }

    private static QuarantineFilter filter(JsonMembers members, List<Fault> faults) {
        return new QuarantineFilter(
                members.findText("profile").orElse(""),
                members.findText("reason").orElse(""),
                members.findText("device").orElse(""),
                place(members.findText("after"), "after", faults));
    }

    private static Place place(Optional<String> text, String where, List<Fault> faults) {
        if (text.isEmpty()) {
            return Place.START;
        }
        Optional<Place> place = Place.parse(text.get());
        if (place.isEmpty()) {
            faults.add(
                    new Fault(
                            where,
                            "it must be the member next of the answer before",
                            "leave it out to begin anew"));
        }
        return place.orElse(Place.START);
    }

    private static ObjectNode told(KeptFrame frame) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", frame.origin().partition());
        node.put("offset", frame.origin().offset());
        node.put("logTime", frame.origin().logTime().toString());
        node.put("device", frame.device());
        node.put("profile", frame.registeredProfile());
        node.put("frame", frame.frameId());
        node.put("source", frame.source());
        node.put("channel", frame.channel());
        node.put("size", frame.size());
        node.put("payload", Base64.getEncoder().encodeToString(frame.payload().toByteArray()));
        node.put("reason", frame.reason());
        node.put("detail", frame.detail());
        node.put("state", frame.state());
        frame.lastTry()
                .ifPresent(
                        tried ->
                                node.putObject("tried")
                                        .put("at", tried.at().toString())
                                        .put("profile", tried.profile())
                                        .put("version", tried.version()));
        return node;
    }
}
