// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.part;

import org.lamplighter.desk.rest.Route;

import java.util.List;
import java.util.Optional;

/**
 * One part of the desk: what it answers and what it runs. The desk calls {@link #start} once, after
 * the database is migrated and the topics exist and before the REST server listens; {@link #close}
 * once, in the reverse order of starts.
 */
public interface Part extends AutoCloseable {
    /** What this part answers over HTTP; asked once, before {@link #start}. */
    default List<Route> routes() {
        return List.of();
    }

    /**
     * The names of this part's OpenAPI fragments, as class path resources. Each is a JSON object
     * with the members {@code paths} and {@code components} as far as it has some; a test compares
     * all of them with all {@link #routes}.
     */
    default List<String> openApi() {
        return List.of();
    }

    /** Starts loops and threads; returns at once. */
    default void start() {}

    /**
     * Why {@code /health/ready} must say no at present, in one sentence; empty if this part is
     * ready.
     */
    default Optional<String> notReadyBecause() {
        return Optional.empty();
    }

    /** Ends what {@link #start} began and waits for it; does nothing the second time. */
    @Override
    default void close() {}
}
