// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import io.javalin.http.Context;

import org.lamplighter.yaml.Suggestions;

import java.io.IOException;
import java.io.InputStream;
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

    Gatekeeper(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** The request for the handler, or why there is none. */
    sealed interface Admission {
        record Admitted(Request request) implements Admission {}

        record Refused(Problem problem) implements Admission {}
    }

    Admission admit(Context ctx, Route route) throws IOException {
        Optional<Principal> principal =
                switch (route.access()) {
                    case ANYONE, CHECKED_BY_HANDLER -> Optional.of(Principal.ANYONE);
                    case API_TOKEN -> authenticate(ctx);
                };
        if (principal.isEmpty()) {
            return refused(Problem.Kind.UNAUTHENTICATED, unauthenticated(ctx));
        }
        Map<String, String> queries = new TreeMap<>();
        for (Map.Entry<String, List<String>> query : ctx.queryParamMap().entrySet()) {
            Optional<Fault> fault =
                    checkQuery(query.getKey(), query.getValue().size(), route.queries());
            if (fault.isPresent()) {
                return refused(Problem.Kind.MALFORMED, fault.get());
            }
            queries.put(query.getKey(), query.getValue().getFirst());
        }
        byte[] body;
        try (InputStream in = ctx.bodyInputStream()) {
            body = in.readNBytes(RestServer.MAX_BODY + 1);
        }
        if (body.length > RestServer.MAX_BODY) {
            // the rest is not read: the connection is of no more use
            ctx.header("Connection", "close");
            return refused(
                    Problem.Kind.TOO_LARGE,
                    new Fault(
                            "body",
                            "a body must have at most "
                                    + RestServer.MAX_BODY
                                    + " bytes, but this one has more",
                            "send it in several requests"));
        }
        return new Admission.Admitted(
                new Request(
                        ctx.path(),
                        new HashMap<>(ctx.pathParamMap()),
                        queries,
                        ctx.headerMap(),
                        body,
                        principal.get()));
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
