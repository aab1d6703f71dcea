// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes at fixed places.
 *
 * @param choice which layout a frame has
 * @param layouts the layouts by name
 */
public record BinaryLayout(Choice choice, SortedMap<String, FixedLayout> layouts)
        implements Layout {
    public BinaryLayout {
        layouts = Collections.unmodifiableSortedMap(new TreeMap<>(layouts));
    }

    /** How the layout of a frame is found; a frame of no case is a fault. */
    public sealed interface Choice {
        /** There is but one. */
        record Only(String layout) implements Choice {}

        /** By the byte at an index from 0, as a message type. */
        record ByByte(int at, SortedMap<Integer, String> cases) implements Choice {
            public ByByte {
                cases = Collections.unmodifiableSortedMap(new TreeMap<>(cases));
            }
        }

        /** By the frame's channel, such as a port. */
        record ByChannel(SortedMap<String, String> cases) implements Choice {
            public ByChannel {
                cases = Collections.unmodifiableSortedMap(new TreeMap<>(cases));
            }
        }
    }
}
