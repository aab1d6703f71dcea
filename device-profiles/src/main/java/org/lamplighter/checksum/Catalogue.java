// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import org.lamplighter.yaml.Suggestions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checksums by name. Parameters of the cyclic ones are those of the public catalogue of
 * parametrised CRC algorithms, whose name stands behind each where it differs.
 */
final class Catalogue {
    private static final long ONES_8 = 0xff;
    private static final long ONES_16 = 0xffff;
    private static final long ONES_32 = 0xffff_ffffL;
    private static final Map<String, Checksum> BY_NAME = new LinkedHashMap<>();

    static {
        add(new Sum("sum8", 1, Sum.Turn.PLAIN));
        add(new Sum("sum8-inverted", 1, Sum.Turn.INVERTED));
        add(new Sum("sum8-zero", 1, Sum.Turn.NEGATIVE));
        add(new Sum("sum16", 2, Sum.Turn.PLAIN));
        add(new Xor("xor8"));
        add(new Crc("crc8", 8, 0x07, 0, false, 0)); // SMBUS
        add(new Crc("crc8-itu", 8, 0x07, 0, false, 0x55)); // I-432-1
        add(new Crc("crc8-rohc", 8, 0x07, ONES_8, true, 0));
        add(new Crc("crc8-maxim", 8, 0x31, 0, true, 0)); // MAXIM-DOW, of 1-Wire
        add(new Crc("crc8-nrsc-5", 8, 0x31, ONES_8, false, 0)); // also of Sensirion's sensors
        add(new Crc("crc8-sae-j1850", 8, 0x1d, ONES_8, false, ONES_8));
        add(new Crc("crc8-ebu", 8, 0x1d, ONES_8, true, 0)); // TECH-3250
        add(new Crc("crc8-autosar", 8, 0x2f, ONES_8, false, ONES_8));
        add(new Crc("crc8-darc", 8, 0x39, 0, true, 0));
        add(new Crc("crc8-cdma2000", 8, 0x9b, ONES_8, false, 0));
        add(new Crc("crc8-wcdma", 8, 0x9b, 0, true, 0));
        add(new Crc("crc8-dvb-s2", 8, 0xd5, 0, false, 0));
        add(new Crc("crc16-arc", 16, 0x8005, 0, true, 0));
        add(new Crc("crc16-modbus", 16, 0x8005, ONES_16, true, 0));
        add(new Crc("crc16-usb", 16, 0x8005, ONES_16, true, ONES_16));
        add(new Crc("crc16-maxim", 16, 0x8005, 0, true, ONES_16)); // MAXIM-DOW
        add(new Crc("crc16-buypass", 16, 0x8005, 0, false, 0)); // UMTS
        add(new Crc("crc16-ccitt-false", 16, 0x1021, ONES_16, false, 0)); // IBM-3740
        add(new Crc("crc16-aug-ccitt", 16, 0x1021, 0x1d0f, false, 0)); // SPI-FUJITSU
        add(new Crc("crc16-xmodem", 16, 0x1021, 0, false, 0));
        add(new Crc("crc16-genibus", 16, 0x1021, ONES_16, false, ONES_16));
        add(new Crc("crc16-kermit", 16, 0x1021, 0, true, 0));
        add(new Crc("crc16-mcrf4xx", 16, 0x1021, ONES_16, true, 0));
        add(new Crc("crc16-x25", 16, 0x1021, ONES_16, true, ONES_16)); // IBM-SDLC
        add(new Crc("crc16-en-13757", 16, 0x3d65, 0, false, ONES_16)); // of wireless M-Bus
        add(new Crc("crc16-dnp", 16, 0x3d65, 0, true, ONES_16));
        add(new Crc("crc32", 32, 0x04c1_1db7L, ONES_32, true, ONES_32)); // ISO-HDLC
        add(new Crc("crc32-bzip2", 32, 0x04c1_1db7L, ONES_32, false, ONES_32));
        add(new Crc("crc32-mpeg-2", 32, 0x04c1_1db7L, ONES_32, false, 0));
        add(new Crc("crc32c", 32, 0x1edc_6f41L, ONES_32, true, ONES_32)); // ISCSI
    }

    private Catalogue() {}

    private static void add(Checksum checksum) {
        BY_NAME.put(checksum.name(), checksum);
    }

    static Optional<Checksum> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static String hint(String name) {
        return switch (name) {
            // The catalogue calls crc16-kermit so, and most manuals crc16-ccitt-false.
            case "crc16-ccitt", "crc-ccitt", "ccitt" ->
                    "several are called so: 123456789 gives 29b1 with crc16-ccitt-false, e5cc with"
                            + " crc16-aug-ccitt, 31c3 with crc16-xmodem, 2189 with crc16-kermit";
            case "crc16" ->
                    "several are called so: 123456789 gives bb3d with crc16-arc, 4b37 with"
                            + " crc16-modbus, 29b1 with crc16-ccitt-false";
            case "sum", "checksum" -> "did you mean \"sum8\"?";
            case "bcc", "xor" -> "did you mean \"xor8\"?";
            case "lrc" -> "did you mean \"sum8-zero\"?";
            default ->
                    Suggestions.findNearest(name, names())
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("use one of " + String.join(", ", names()));
        };
    }
}
