// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A token's SHA-256 in 32 bytes of memory; comparing it takes the same time whatever differs. */
record TokenHash(long first, long second, long third, long fourth) {
    static TokenHash ofToken(byte[] token) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static TokenHash ofToken(String token) {
        return ofToken(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Parses what {@link org.lamplighter.registry.Credentials#hashOf} writes.
     *
     * @throws IllegalArgumentException if it is not 64 hexadecimal digits
     */
    static TokenHash parseHex(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException(
                    "a token hash has 64 hexadecimal digits, not " + hex.length());
        }
        return of(HexFormat.of().parseHex(hex));
    }

    boolean matches(TokenHash other) {
        long difference =
                (first ^ other.first)
                        | (second ^ other.second)
                        | (third ^ other.third)
                        | (fourth ^ other.fourth);
        return difference == 0;
    }

    private static TokenHash of(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new TokenHash(
                buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
}
