// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import io.javalin.http.Context;

import org.lamplighter.yaml.Suggestions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides whether a request reaches its handler: who asks, with which parameters, with how large a
 * body.
 */
final class Gatekeeper {
    private static final String NOT_DONE = "The request was not done";
    private static final String BEARER = "Bearer ";

    private final ApiTokens tokens;
    private final BodyReader bodies;

    Gatekeeper(ApiTokens tokens, BodyReader bodies) {
        this.tokens = tokens;
        this.bodies = bodies;
    }

    /** The request for the handler, or why there is none. */
    sealed interface Admission {
        record Admitted(Request request) implements Admission {}

        record Refused(Problem problem) implements Admission {}
    }

    /** Who asks; empty if the route is not for everybody and the request does not say. */
    Optional<Principal> identify(Context ctx, Route route) {
        return switch (route.access()) {
            case ANYONE, CHECKED_BY_HANDLER -> Optional.of(Principal.ANYONE);
            case API_TOKEN -> authenticate(ctx);
        };
    }

    /** The answer to who did not say who asks. */
    Problem unidentified(Context ctx) {
        return new Problem(Problem.Kind.UNAUTHENTICATED, NOT_DONE, List.of(unauthenticated(ctx)));
    }

    /** Reads the request of who was identified. */
    Admission admit(Context ctx, Route route, Principal principal) {
        Map<String, String> queries = new TreeMap<>();
        for (Map.Entry<String, List<String>> query : ctx.queryParamMap().entrySet()) {
            Optional<Fault> fault =
                    checkQuery(query.getKey(), query.getValue().size(), route.queries());
            if (fault.isPresent()) {
                return refused(Problem.Kind.MALFORMED, fault.get());
            }
            String value = query.getValue().getFirst();
            Optional<Fault> ofText = TextRules.nul("query " + query.getKey(), value);
            if (ofText.isPresent()) {
                return refused(Problem.Kind.MALFORMED, ofText.get());
            }
            queries.put(query.getKey(), value);
        }
        for (String value : ctx.pathParamMap().values()) {
            Optional<Fault> ofText = TextRules.nul("path", value);
            if (ofText.isPresent()) {
                return refused(Problem.Kind.MALFORMED, ofText.get());
            }
        }
        return switch (bodies.read(ctx.bodyInputStream(), route.maxBody())) {
            case BodyReader.Read.Whole whole ->
                    new Admission.Admitted(
                            new Request(
                                    ctx.path(),
                                    new HashMap<>(ctx.pathParamMap()),
                                    queries,
                                    ctx.headerMap(),
                                    whole.body(),
                                    principal));
            case BodyReader.Read.TooLarge tooLarge ->
                    refusedUnread(
                            ctx,
                            Problem.Kind.TOO_LARGE,
                            "a body must have at most "
                                    + route.maxBody()
                                    + " bytes, but this one has more",
                            "send it in several requests");
            case BodyReader.Read.NotArrived notArrived ->
                    refusedUnread(
                            ctx,
                            Problem.Kind.NOT_ARRIVED,
                            "a body must arrive whole within "
                                    + bodies.time().toSeconds()
                                    + " s, but this one did not",
                            "send it again, without pauses");
        };
    }

    /** The rest is not read: the connection is of no more use. */
    private static Admission refusedUnread(
            Context ctx, Problem.Kind kind, String rule, String hint) {
        ctx.header("Connection", "close");
        return refused(kind, new Fault("body", rule, hint));
    }

    private Optional<Principal> authenticate(Context ctx) {
        return bearer(ctx).flatMap(tokens::find);
    }

    private static Optional<String> bearer(Context ctx) {
        return Optional.ofNullable(ctx.header("Authorization"))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(value -> !value.isEmpty());
    }

    private static Fault unauthenticated(Context ctx) {
        ctx.header("WWW-Authenticate", "Bearer realm=\"lamplighter\"");
        String rule =
                bearer(ctx).isPresent()
                        ? "the API token must be a known one, but the one shown is not"
                        : "an API token must be shown as \"Bearer <token>\", but none is";
        return new Fault(
                "header Authorization",
                rule,
                "the first token is in the file admin.token in the data directory");
    }

    private static Optional<Fault> checkQuery(String name, int times, Set<String> known) {
        if (!known.contains(name)) {
            String hint = Suggestions.hint(name, known.stream().sorted().toList());
            return Optional.of(
                    new Fault(
                            "query " + name,
                            "a query parameter must be one that this path knows",
                            hint));
        }
        if (times > 1) {
            return Optional.of(
                    new Fault(
                            "query " + name,
                            "a query parameter may be given once, but is given " + times + " times",
                            "give it once"));
        }
        return Optional.empty();
    }

    private static Admission refused(Problem.Kind kind, Fault fault) {
        return new Admission.Refused(new Problem(kind, NOT_DONE, List.of(fault)));
    }
}
