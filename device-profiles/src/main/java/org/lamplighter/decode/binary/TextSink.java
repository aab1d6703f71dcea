// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.PointValue;

/** What is done with a text. Immutable. */
final class TextSink {
    private final @Nullable Slot slot;
    private final int name;

    /**
     * A sink.
     *
     * @param slot the point whose value it is, if it is one; an empty text is none
     * @param name the number of its name, or -1
     */
    TextSink(@Nullable Slot slot, int name) {
        this.slot = slot;
        this.name = name;
    }

    boolean take(String text, Cursor c) {
        if (name >= 0) {
            c.texts[name] = text;
        }
        return slot == null || text.isEmpty() || slot.put(new PointValue.Text(text), c);
    }
}
