// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

/** How the feed of this desk stands. */
sealed interface FeedState {
    /** It publishes, and nothing waits. */
    record Leading() implements FeedState {}

    /** Another desk publishes; this one would take over. */
    record Following() implements FeedState {}

    /**
     * Changes from before this desk's start are not all published yet.
     *
     * @param changes how many were seen waiting
     */
    record Behind(long changes) implements FeedState {}

    /**
     * It can neither publish nor wait to.
     *
     * @param why the cause, in words
     */
    record Lost(String why) implements FeedState {}
}
