// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.lamplighter.reading.Payload;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

class ChecksumProperties {
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(Checksum.names());
    }

    @Property
    void isTheJdksWhereTheJdkHasIt(@ForAll byte[] bytes) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes);
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes);

        assertThat(Checksum.of("crc32").over(bytes, 0, bytes.length)).isEqualTo(crc32.getValue());
        assertThat(Checksum.of("crc32c").over(bytes, 0, bytes.length)).isEqualTo(crc32c.getValue());
    }

    @Property
    void isTheSameOverAPayload(@ForAll("names") String name, @ForAll byte[] bytes) {
        Checksum checksum = Checksum.of(name);

        assertThat(checksum.over(Payload.copyOf(bytes), bytes.length / 3, bytes.length))
                .isEqualTo(checksum.over(bytes, bytes.length / 3, bytes.length))
                .isBetween(0L, (1L << (8 * checksum.bytes())) - 1);
    }

    @Property
    void seesEveryFlippedBit(
            @ForAll("names") String name,
            @ForAll @Size(min = 1, max = 64) byte[] bytes,
            @ForAll @IntRange(max = 511) int bit) {
        Checksum checksum = Checksum.of(name);
        byte[] flipped = bytes.clone();
        flipped[bit / 8 % bytes.length] ^= (byte) (1 << (bit % 8));

        assertThat(checksum.over(flipped, 0, flipped.length))
                .isNotEqualTo(checksum.over(bytes, 0, bytes.length));
    }

    @Property
    void addsUpToZeroWithItsFrame(@ForAll @Size(max = 300) byte[] bytes) {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + 1);
        whole[bytes.length] = (byte) Checksum.of("sum8-zero").over(bytes, 0, bytes.length);

        assertThat(Checksum.of("sum8").over(whole, 0, whole.length)).isZero();
    }
}
