// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.Payload;

import java.util.List;

/** Some bytes of a fixed layout. */
public sealed interface Field {
    /** How many bytes. */
    int length();

    /** Bytes that are the same in every frame, and are checked. */
    record Constant(Payload bytes) implements Field {
        @Override
        public int length() {
            return bytes.length();
        }
    }

    /** Bytes that mean nothing here. */
    record Skip(int length) implements Field {}

    /** One integer. */
    record Whole(IntegerType type, Use use) implements Field {
        @Override
        public int length() {
            return type.length();
        }
    }

    /** An unsigned integer whose bits mean several things. */
    record Sliced(IntegerType type, List<Slice> slices) implements Field {
        public Sliced {
            slices = List.copyOf(slices);
        }

        @Override
        public int length() {
            return type.length();
        }
    }
}
