// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.reading.Frame;

/** Takes the values of one layout out of a frame. Immutable; safe to share between threads. */
public interface PayloadDecoder {
    /** Fills {@code out}, or fails it; throws nothing. */
    void decode(Frame frame, Extraction out);
}
