// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.Set;

/**
 * One thing the desk answers.
 *
 * @param method the HTTP method
 * @param path such as {@code /api/v1/devices/{id}}
 * @param access who may ask
 * @param queries the query parameters it knows; any other is refused
 * @param maxBody how many bytes a body may have; of the routes that take more than {@link
 *     RestServer#MAX_BODY} one request is answered at a time
 * @param handler answers; runs on a virtual thread and may block
 */
public record Route(
        Method method,
        String path,
        Access access,
        Set<String> queries,
        int maxBody,
        Handler handler) {
    public Route {
        queries = Set.copyOf(queries);
    }

    public Route(Method method, String path, Access access, Set<String> queries, Handler handler) {
        this(method, path, access, queries, RestServer.MAX_BODY, handler);
    }

    /** The methods in use. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** Who may ask. */
    public enum Access {
        /** Everybody who reaches the port. */
        ANYONE,
        /** Who shows an API token. */
        API_TOKEN,
        /** The handler itself verifies the request, such as a signed callback. */
        CHECKED_BY_HANDLER
    }

    /**
     * Answers a request. Bad input is an {@link Answer} too; what is thrown is a bug or I/O and
     * becomes a 500 or 503.
     */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request) throws Exception;
    }

    /** A route for who shows an API token. */
    public static Route of(Method method, String path, Handler handler, String... queries) {
        return new Route(method, path, Access.API_TOKEN, Set.of(queries), handler);
    }

    /** This route for bodies of so many bytes. */
    public Route taking(int bytes) {
        return new Route(method, path, access, queries, bytes, handler);
    }

    /** A route for everybody. */
    public static Route open(Method method, String path, Handler handler, String... queries) {
        return new Route(method, path, Access.ANYONE, Set.of(queries), handler);
    }
}
