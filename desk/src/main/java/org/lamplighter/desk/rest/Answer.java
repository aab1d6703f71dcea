// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** What a handler answers. */
public sealed interface Answer {
    /**
     * JSON.
     *
     * @param status the HTTP status
     * @param body the body
     */
    record Json(int status, JsonNode body) implements Answer {}

    /**
     * Text of another kind, in UTF-8.
     *
     * @param status the HTTP status
     * @param mediaType such as {@code text/html}
     * @param body the body
     */
    record Text(int status, String mediaType, String body) implements Answer {}

    /**
     * No body.
     *
     * @param status the HTTP status
     */
    record Empty(int status) implements Answer {}

    /**
     * It was not done, and why (RFC 9457).
     *
     * @param problem says what, where, which rule, and what to do
     */
    record Refused(Problem problem) implements Answer {}

    static Answer ok(JsonNode body) {
        return new Json(200, body);
    }

    static Answer created(JsonNode body) {
        return new Json(201, body);
    }

    static Answer noContent() {
        return new Empty(204);
    }

    static Answer html(String body) {
        return new Text(200, "text/html", body);
    }

    static Answer refused(Problem.Kind kind, String title, Fault... faults) {
        return new Refused(new Problem(kind, title, List.of(faults)));
    }

    static Answer refused(Problem.Kind kind, String title, List<Fault> faults) {
        return new Refused(new Problem(kind, title, faults));
    }
}
