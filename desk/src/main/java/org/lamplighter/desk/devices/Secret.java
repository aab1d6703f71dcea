// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Where a device's token or key comes from. */
sealed interface Secret {
    /** The fleet already has it. */
    record Given(String text) implements Secret {
        /** Never the secret. */
        @Override
        public String toString() {
            return "Given[…]";
        }
    }

    /** The desk makes it. */
    record Made() implements Secret {}

    /** The token: given, or 192 random bits in text that needs no quoting anywhere. */
    default String token() {
        return switch (this) {
            case Given given -> given.text();
            case Made made -> Base64.getUrlEncoder().withoutPadding().encodeToString(random(24));
        };
    }

    /** The DTLS pre-shared key in hexadecimal: given, or 128 random bits. */
    default String psk() {
        return switch (this) {
            case Given given -> given.text();
            case Made made -> HexFormat.of().formatHex(random(16));
        };
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
