// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;
import org.lamplighter.rule.OverrideScope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rule packs and overrides over REST. */
final class RuleRoutes {
    private static final String RULES = "/api/v1/rules";
    private static final int MAX_SCOPE = 200;

    private final RulePacks packs;

    RuleRoutes(RulePacks packs) {
        this.packs = packs;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Method.GET, RULES, this::list),
                Route.of(Method.GET, RULES + "/{pack}", this::show),
                Route.of(Method.PUT, RULES + "/{pack}", this::put),
                Route.of(Method.PUT, RULES + "/{pack}/parameters/{scope}", this::override));
    }

    private Answer list(Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("packs");
        packs.list().forEach(pack -> array.add(told(pack)));
        return Answer.ok(body);
    }

    private Answer show(Request request) {
        return packs.find(request.requirePath("pack"))
                .<Answer>map(pack -> Answer.ok(told(pack).put("yaml", pack.edition().yaml())))
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Problem.Kind.NOT_FOUND,
                                        "The pack was not found",
                                        RulePacks.unknownPack()));
    }

    private Answer put(Request request) {
        String yaml = new String(request.body(), StandardCharsets.UTF_8);
        return packs.put(request.requirePath("pack"), yaml, request.principal().name())
                .answer("The pack was not registered", pack -> Answer.ok(told(pack)));
    }

    private Answer override(Request request) {
        String title = "The parameters were not changed";
        List<Fault> faults = new ArrayList<>();
        Optional<OverrideScope> scope = readScope(request.requirePath("scope"), faults);
        SortedMap<String, String> values = new TreeMap<>();
        JsonMembers.readAny(request.body(), faults)
                .ifPresent(
                        members ->
                                members.names()
                                        .forEach(
                                                name ->
                                                        members.findScalar(name)
                                                                .ifPresentOrElse(
                                                                        value ->
                                                                                values.put(
                                                                                        name,
                                                                                        value),
                                                                        () -> {
                                                                            if (members.isNull(
                                                                                    name)) {
                                                                                members.refuse(
                                                                                        name,
                                                                                        "a value"
                                                                                            + " must"
                                                                                            + " be a"
                                                                                            + " number"
                                                                                            + " or a"
                                                                                            + " duration,"
                                                                                            + " but is"
                                                                                            + " null",
                                                                                        "leave the"
                                                                                            + " parameter"
                                                                                            + " out to"
                                                                                            + " take"
                                                                                            + " its override"
                                                                                            + " away");
                                                                            }
                                                                        })));
        if (!faults.isEmpty() || scope.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, title, faults);
        }
        return packs.override(
                        request.requirePath("pack"),
                        scope.get(),
                        values,
                        request.principal().name())
                .answer(title, pack -> Answer.ok(told(pack)));
    }

    private static Optional<OverrideScope> readScope(String text, List<Fault> faults) {
        if (text.length() <= MAX_SCOPE && text.chars().noneMatch(Character::isISOControl)) {
            try {
                return Optional.of(OverrideScope.parse(text));
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        faults.add(
                new Fault(
                        "path",
                        "a scope must be all, profile:<profile>, tag:<tag>, area:<area> or"
                                + " device:<device>, of at most "
                                + MAX_SCOPE
                                + " characters",
                        "write it so, such as device:C-17"));
        return Optional.empty();
    }

    private static ObjectNode told(RulePacks.InForce pack) {
        ObjectNode node = ProfileRoutes.told(pack.edition(), "pack");
        ArrayNode array = node.putArray("overrides");
        pack.overrides()
                .forEach(
                        override ->
                                array.addObject()
                                        .put("scope", override.scope().text())
                                        .put("parameter", override.path())
                                        .put("value", override.value()));
        return node;
    }
}
