// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import org.lamplighter.reading.Payload;

import java.util.Objects;

/**
 * The exclusive or of bytes.
 *
 * @param name the name in profiles
 */
record Xor(String name) implements Checksum {
    @Override
    public int bytes() {
        return 1;
    }

    @Override
    public long over(byte[] all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length);
        int xor = 0;
        for (int i = from; i < to; i++) {
            xor ^= all[i];
        }
        return xor & 0xff;
    }

    @Override
    public long over(Payload all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length());
        int xor = 0;
        for (int i = from; i < to; i++) {
            xor ^= all.unsignedByte(i);
        }
        return xor;
    }
}
