// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was asked, read whole and within bounds before a handler sees it. Not to be shared between
 * threads.
 */
public final class Request {
    private final String path;
    private final Map<String, String> pathValues;
    private final Map<String, String> queries;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Principal principal;

    /**
     * For the server and for tests of handlers.
     *
     * @param headers by name in any case
     */
    public Request(
            String path,
            Map<String, String> pathValues,
            Map<String, String> queries,
            Map<String, String> headers,
            byte[] body,
            Principal principal) {
        this.path = path;
        this.pathValues = Map.copyOf(pathValues);
        this.queries = Map.copyOf(queries);
        Map<String, String> lowerCase = new TreeMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        this.headers = Map.copyOf(lowerCase);
        this.body = body;
        this.principal = principal;
    }

    /** The path as it was asked for. */
    public String path() {
        return path;
    }

    /** A value of the route's path, such as that of {@code {id}}. */
    public String requirePath(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalStateException("the route of " + path + " has no {" + name + "}");
        }
        return value;
    }

    /** A query parameter that was given and is not empty. */
    public Optional<String> findQuery(String name) {
        return Optional.ofNullable(queries.get(name)).filter(value -> !value.isEmpty());
    }

    /** A header, by its name in any case. */
    public Optional<String> findHeader(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body's bytes, not copied: whoever verifies a signature needs exactly these. */
    public byte[] body() {
        return body;
    }

    /** Who asks. */
    public Principal principal() {
        return principal;
    }
}
