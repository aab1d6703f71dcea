// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a request was not done: the problem details of RFC 9457, with the faults as a member of their
 * own.
 *
 * @param kind the class of problem; it decides the status
 * @param title what was not done, in one short sentence
 * @param faults at least one; the first {@value #MAX_FAULTS} are told
 * @param untold how many more there are than these
 */
public record Problem(Kind kind, String title, List<Fault> faults, int untold) {
    /** How many faults one answer tells. */
    public static final int MAX_FAULTS = 100;

    /**
     * The classes of problems: also the tag of the counter {@code lamplighter_desk_problems_total}.
     */
    public enum Kind {
        /** The request is not what its media type or route demands. */
        MALFORMED(400),
        /** No API token, or one that is not known. */
        UNAUTHENTICATED(401),
        /** Known, but not allowed. */
        FORBIDDEN(403),
        /** There is no such thing. */
        NOT_FOUND(404),
        /** The path exists, the method does not. */
        METHOD_NOT_ALLOWED(405),
        /** The body did not arrive whole in its time. */
        NOT_ARRIVED(408),
        /** It does not go with the present state. */
        CONFLICT(409),
        /** The body is larger than the bound. */
        TOO_LARGE(413),
        /** Well-formed, but a value breaks a rule. */
        INVALID(422),
        /** A bug of ours. */
        INTERNAL(500),
        /** The database or the log does not answer; the same request may do later. */
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** As in the problem's {@code type} and in metrics: {@code not-found} and so on. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Problem {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a problem needs at least one fault: " + title);
        }
        faults = List.copyOf(faults);
    }

    public Problem(Kind kind, String title, List<Fault> faults) {
        this(kind, title, faults, 0);
    }

    /**
     * The body of the answer.
     *
     * @param instance the path that was asked for
     */
    public ObjectNode toJson(String instance) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "urn:lamplighter:problem:" + kind.text());
        node.put("title", title);
        node.put("status", kind.status());
        node.put("detail", detail());
        node.put("instance", instance);
        ArrayNode array = node.putArray("faults");
        faults.stream()
                .limit(MAX_FAULTS)
                .forEach(
                        fault ->
                                array.addObject()
                                        .put("where", fault.where())
                                        .put("rule", fault.rule())
                                        .put("hint", fault.hint()));
        if (more() > 0) {
            node.put("more", more());
        }
        return node;
    }

    private int more() {
        return untold + Math.max(0, faults.size() - MAX_FAULTS);
    }

    private String detail() {
        String told =
                faults.stream()
                        .limit(MAX_FAULTS)
                        .map(Fault::toString)
                        .collect(Collectors.joining("\n"));
        int more = more();
        return more == 0
                ? told
                : told + "\nand " + more + (more == 1 ? " more fault" : " more faults");
    }
}
