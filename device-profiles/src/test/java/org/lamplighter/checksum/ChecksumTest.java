// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.reading.Payload;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ChecksumTest {
    /** What the digits 1 to 9 in ASCII give, by the public catalogue; of sums by counting. */
    private static final String CHECK_VALUES =
            """
            sum8, dd
            sum8-inverted, 22
            sum8-zero, 23
            sum16, 01dd
            xor8, 31
            crc8, f4
            crc8-itu, a1
            crc8-rohc, d0
            crc8-maxim, a1
            crc8-nrsc-5, f7
            crc8-sae-j1850, 4b
            crc8-ebu, 97
            crc8-autosar, df
            crc8-darc, 15
            crc8-cdma2000, da
            crc8-wcdma, 25
            crc8-dvb-s2, bc
            crc16-arc, bb3d
            crc16-modbus, 4b37
            crc16-usb, b4c8
            crc16-maxim, 44c2
            crc16-buypass, fee8
            crc16-ccitt-false, 29b1
            crc16-aug-ccitt, e5cc
            crc16-xmodem, 31c3
            crc16-genibus, d64e
            crc16-kermit, 2189
            crc16-mcrf4xx, 6f91
            crc16-x25, 906e
            crc16-en-13757, c2b7
            crc16-dnp, ea82
            crc32, cbf43926
            crc32-bzip2, fc891918
            crc32-mpeg-2, 0376e6e7
            crc32c, e3069283
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CHECK_VALUES)
    void givesTheCheckValueOfTheCatalogue(String name, String value) {
        byte[] digits = "-123456789-".getBytes(StandardCharsets.US_ASCII);
        Checksum checksum = Checksum.of(name);

        assertThat(checksum.over(digits, 1, 10)).isEqualTo(Long.parseLong(value, 16));
        assertThat(checksum.over(Payload.copyOf(digits), 1, 10))
                .isEqualTo(Long.parseLong(value, 16));
        assertThat(checksum.bytes()).isEqualTo(value.length() / 2);
        assertThat(checksum.name()).isEqualTo(name);
    }

    @Test
    void checksEachOfThem() {
        List<String> checked = CHECK_VALUES.lines().map(l -> l.split(",", 2)[0]).toList();

        assertThat(Checksum.names()).containsExactlyElementsOf(checked);
    }

    @Test
    void takesNoBytesBeyondTheFrame() {
        for (String name : Checksum.names()) {
            Checksum checksum = Checksum.of(name);
            assertThatThrownBy(() -> checksum.over(new byte[4], 1, 5))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> checksum.over(Payload.wrap(new byte[4]), -1, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void saysWhichOneIsMeant() {
        assertThat(Checksum.find("crc16-modbu")).isEmpty();
        assertThatThrownBy(() -> Checksum.of("crc16-modbu"))
                .hasMessage("there is no checksum \"crc16-modbu\"; did you mean \"crc16-modbus\"?");
        assertThat(Checksum.hint("lrc")).isEqualTo("did you mean \"sum8-zero\"?");
        assertThat(Checksum.hint("bcc")).isEqualTo("did you mean \"xor8\"?");
        assertThat(Checksum.hint("sum")).isEqualTo("did you mean \"sum8\"?");
        assertThat(Checksum.hint("crc16-ccitt"))
                .isEqualTo(
                        "several are called so: 123456789 gives 29b1 with crc16-ccitt-false, e5cc"
                                + " with crc16-aug-ccitt, 31c3 with crc16-xmodem, 2189 with"
                                + " crc16-kermit");
        assertThat(Checksum.hint("crc16"))
                .isEqualTo(
                        "several are called so: 123456789 gives bb3d with crc16-arc, 4b37 with"
                                + " crc16-modbus, 29b1 with crc16-ccitt-false");
        assertThat(Checksum.hint("md5")).startsWith("use one of sum8, sum8-inverted, ");
    }
}
