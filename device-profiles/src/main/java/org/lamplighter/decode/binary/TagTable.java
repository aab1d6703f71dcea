// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.Tags;

import java.util.Arrays;
import java.util.List;

/** Finds the tag of a key: whole keys by hashing, those with free bytes one by one. Immutable. */
final class TagTable {
    private final long[] keys;
    private final int[] tags;
    private final long[] masks;
    private final long[] values;
    private final int[] maskedTags;

    private TagTable(long[] keys, int[] tags, long[] masks, long[] values, int[] maskedTags) {
        this.keys = keys;
        this.tags = tags;
        this.masks = masks;
        this.values = values;
        this.maskedTags = maskedTags;
    }

    static TagTable of(List<Tags.Tag> all) {
        int size = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        long[] keys = new long[size];
        int[] tags = new int[size];
        Arrays.fill(tags, -1);
        int[] masked = new int[all.size()];
        int maskedCount = 0;
        for (int i = 0; i < all.size(); i++) {
            Tags.Tag tag = all.get(i);
            if (tag.mask() != -1) {
                masked[maskedCount++] = i;
                continue;
            }
            int at = spread(tag.value()) & (size - 1);
            while (tags[at] >= 0) {
                at = (at + 1) & (size - 1);
            }
            keys[at] = tag.value();
            tags[at] = i;
        }
        int[] maskedTags = Arrays.copyOf(masked, maskedCount);
        return new TagTable(
                keys,
                tags,
                Arrays.stream(maskedTags).mapToLong(i -> all.get(i).mask()).toArray(),
                Arrays.stream(maskedTags).mapToLong(i -> all.get(i).value()).toArray(),
                maskedTags);
    }

    /** The number of the tag of a key, or -1. */
    int find(long key) {
        int mask = keys.length - 1;
        for (int at = spread(key) & mask; tags[at] >= 0; at = (at + 1) & mask) {
            if (keys[at] == key) {
                return tags[at];
            }
        }
        for (int i = 0; i < masks.length; i++) {
            if ((key & masks[i]) == values[i]) {
                return maskedTags[i];
            }
        }
        return -1;
    }

    private static int spread(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 40);
    }
}
