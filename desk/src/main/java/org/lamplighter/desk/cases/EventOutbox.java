// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** Who sends case events on. Safe to share between threads. */
public interface EventOutbox {
    /**
     * Notes, in the caller's transaction, that these events are to be sent; they are in it already.
     */
    void enqueue(Handle handle, List<EventKey> events);

    /**
     * What became of the events of a case so far, for people to read: one object for each event and
     * receiver, the newest {@code limit} of them, in order.
     */
    ArrayNode tell(Handle handle, CaseId id, int limit);

    /** How many events wait for an operator to send them again. */
    long held(Handle handle);

    /** Told after a commit that noted some. A call that is lost delays them, no more. */
    void wake();
}
