// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.decode.PayloadDecoder;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;

import java.util.Map;

/** Decodes bytes field by field. Immutable; safe to share between threads. */
public final class BinaryDecoder implements PayloadDecoder {
    private final Step[] steps;
    private final int numbers;
    private final int texts;
    private final boolean differences;

    private BinaryDecoder(Step[] steps, Names names, boolean differences) {
        this.steps = steps;
        this.numbers = names.numberCount();
        this.texts = names.textCount();
        this.differences = differences;
    }

    /**
     * Compiles a layout.
     *
     * @param indexes the points of the profile by their places in a reading
     * @param trace what to tell each field to; null for a decoder that tells nobody
     */
    public static BinaryDecoder of(
            BinaryLayout layout, Map<PointName, Integer> indexes, @Nullable Trace trace) {
        BinaryCompiler compiler = new BinaryCompiler(layout, indexes, trace);
        return new BinaryDecoder(compiler.compile(), compiler.names(), compiler.hasDifferences());
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        if (differences) {
            out.keepLast();
        }
        Cursor cursor = new Cursor(frame, out, numbers, texts);
        if (Step.run(steps, cursor)) {
            cursor.isAtEnd();
        }
    }
}
