// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import io.javalin.http.HttpResponseException;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;

/** Problems that no handler answers: unknown paths, too much at once, and exceptions. */
final class Failures {
    /**
     * Connection, resources, operator intervention: the statement may do later (PostgreSQL,
     * appendix A).
     */
    private static final Set<String> PASSING_STATES = Set.of("08", "53", "57");

    private Failures() {}

    static Problem busy(int requests) {
        return unavailable(
                "at most " + requests + " requests are answered at a time",
                "send it again in a second");
    }

    static Problem busyWithLarge(String path) {
        return unavailable(
                "one request to " + path + " is answered at a time",
                "send it again when the other has been answered");
    }

    static Problem ofHttp(HttpResponseException e, String method, String path) {
        return switch (e.getStatus()) {
            case 404 ->
                    new Problem(
                            Problem.Kind.NOT_FOUND,
                            "There is nothing here",
                            List.of(
                                    new Fault(
                                            "path " + path,
                                            "a path must be a known one",
                                            "see /api/openapi.json for all paths")));
            case 405 ->
                    new Problem(
                            Problem.Kind.METHOD_NOT_ALLOWED,
                            "This cannot be done here",
                            List.of(
                                    new Fault(
                                            "method " + method,
                                            "the path " + path + " does not know this method",
                                            "see /api/openapi.json for its methods")));
            case 413 ->
                    notDone(
                            Problem.Kind.TOO_LARGE,
                            "body",
                            "a body must have at most "
                                    + RestServer.MAX_BODY
                                    + " bytes, but this one has more",
                            "send it in several requests");
            default ->
                    notDone(
                            Problem.Kind.MALFORMED,
                            "request",
                            "it is not HTTP as RFC 9110 says",
                            "send a valid request");
        };
    }

    /** An exception is I/O that may pass, or a bug: the client hears which, the log the rest. */
    static Problem ofException(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ComeAgainException) {
                return unavailable(String.valueOf(cause.getMessage()), "send it again later");
            }
            if (cause instanceof SQLException sql && isInTheWay(sql)) {
                return unavailable("others were at the same rows of the database", "send it again");
            }
            if (cause instanceof SQLException sql && isPassing(sql)) {
                return unavailable(
                        "the database does not answer at present", "send it again later");
            }
        }
        return notDone(
                Problem.Kind.INTERNAL,
                "server",
                "it failed with an error that nobody expected",
                "look into the desk's log, and report it");
    }

    private static Problem unavailable(String why, String whatToDo) {
        return notDone(Problem.Kind.UNAVAILABLE, "server", why, whatToDo);
    }

    private static Problem notDone(Problem.Kind kind, String where, String why, String whatToDo) {
        return new Problem(
                kind, "The request was not done", List.of(new Fault(where, why, whatToDo)));
    }

    /** A deadlock, say; class 40 of SQLSTATE. */
    private static boolean isInTheWay(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("40");
    }

    private static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || (state != null
                        && state.length() == 5
                        && PASSING_STATES.contains(state.substring(0, 2)));
    }
}
