// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/** A number of bytes or rounds. */
public sealed interface Amount {
    /** Always the same. */
    record Fixed(int value) implements Amount {}

    /** A number that was read before, and something added. */
    record Kept(String name, int plus) implements Amount {}

    /** An integer at the cursor, and something added. */
    record Read(IntegerType type, int plus) implements Amount {}

    /** What is left of the part, and something added. */
    record Left(int plus) implements Amount {}
}
