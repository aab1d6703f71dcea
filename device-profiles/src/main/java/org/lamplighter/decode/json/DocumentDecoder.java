// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.lamplighter.decode.Extraction;
import org.lamplighter.decode.PayloadDecoder;
import org.lamplighter.profile.layout.DocumentLayout;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** Decodes JSON that is read as a tree. Immutable; safe to share between threads. */
public final class DocumentDecoder implements PayloadDecoder {
    private final SectionStep root;

    /** The places of the names of numbers, in their order. */
    private final Map<String, Integer> places;

    private DocumentDecoder(SectionStep root, Map<String, Integer> places) {
        this.root = root;
        this.places = places;
    }

    /**
     * Compiles a layout.
     *
     * @param indexes the points of the profile by their places in a reading
     * @param zone where times without an offset are
     */
    public static DocumentDecoder of(
            DocumentLayout layout, Map<PointName, Integer> indexes, ZoneId zone) {
        Map<String, Integer> places = new HashMap<>();
        layout.numbers().forEach(name -> places.put(name, places.size()));
        return new DocumentDecoder(
                new SectionStep.Compiler(indexes, zone).compile(layout.root()), Map.copyOf(places));
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        Node tree = TreeReader.json(frame.payload(), out);
        if (tree != null && read(tree, frame, out)) {
            countUnknown(tree, out);
        }
    }

    /** Reads a tree; false if that failed. */
    boolean read(Node tree, Frame frame, Extraction out) {
        return root.run(tree, new Registers(frame, out, places));
    }

    /** Counts what nothing looked at, of what something looked into. */
    static void countUnknown(Node node, Extraction out) {
        for (Node inner : node.inner()) {
            if (inner.used) {
                countUnknown(inner, out);
            } else {
                out.ignore();
            }
        }
    }
}
