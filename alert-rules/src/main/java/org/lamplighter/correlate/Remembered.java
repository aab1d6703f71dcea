// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import java.time.Instant;

/**
 * An alarm that is in no episode, remembered so that copies and older snapshots of it do no harm.
 *
 * @param rev its highest rev
 * @param why why it is in none
 * @param until when it may be forgotten; {@link Instant#MAX} while it is raised
 * @param began how many troubles it began
 */
record Remembered(long rev, Why why, Instant until, int began) {
    /** Why an alarm is in no episode. */
    enum Why {
        /** Late data refuted it; a higher rev may raise it after all. */
        WITHDRAWN,
        /** The desk ended its episode; it begins no other. */
        SPENT,
        /**
         * It cleared long ago and newer members took its place; if it is raised after all, it is
         * one again.
         */
        OLDER
    }
}
