// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

/**
 * A verdict on one frame, with its reason.
 *
 * @param reason why; it implies the verdict
 * @param memory what the device's memory is from now on; the same object if nothing changed
 * @param forgotten how many identities the memory lost because it was full, although copies of them
 *     could still come; to be counted
 */
public record Judgement(Reason reason, DuplicateMemory memory, int forgotten) {
    /** Why a frame is fresh or a duplicate. */
    public enum Reason {
        /** No frame of this identity is remembered. */
        FIRST_SEEN(Verdict.FRESH),
        /**
         * None is remembered, but the memory was full and has forgotten identities of this time; it
         * is taken as fresh because a reading that is evaluated twice does less harm than one lost.
         */
        BEFORE_MEMORY(Verdict.FRESH),
        /** A frame with this sequence number and device time was seen. */
        SAME_SEQUENCE_AND_TIME(Verdict.DUPLICATE),
        /** A frame with this device time and these bytes was seen. */
        SAME_TIME_AND_BYTES(Verdict.DUPLICATE),
        /** A frame with these bytes was received within the window. */
        SAME_BYTES_NEAR_RECEIPT(Verdict.DUPLICATE),
        /** A frame with this sequence number was received within the window. */
        SAME_SEQUENCE_NEAR_RECEIPT(Verdict.DUPLICATE),
        /** A frame with this device time was seen. */
        SAME_TIME(Verdict.DUPLICATE),
        /** A frame that the platform gave this number was seen. */
        SAME_PACKET(Verdict.DUPLICATE);

        private final Verdict verdict;

        Reason(Verdict verdict) {
            this.verdict = verdict;
        }

        public Verdict verdict() {
            return verdict;
        }
    }

    public Verdict verdict() {
        return reason.verdict();
    }
}
