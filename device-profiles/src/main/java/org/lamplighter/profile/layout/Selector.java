// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/** What a choice looks at. */
public sealed interface Selector {
    /** What the frame's transport adds, such as a port. */
    record Channel() implements Selector {}

    /** A number, of which perhaps only some bits are looked at. */
    record OfNumber(Source source, int low, int high) implements Selector {}

    /** Where a number is. */
    sealed interface Source {
        /** A byte of the part, from 0; if negative, from its end. */
        record ByteAt(int at) implements Source {}

        /** An integer at the cursor, which does not move. */
        record Next(IntegerType type) implements Source {}

        /** One that was read before. */
        record Kept(String name) implements Source {}

        /** The length of the part in bytes. */
        record Length() implements Source {}
    }
}
