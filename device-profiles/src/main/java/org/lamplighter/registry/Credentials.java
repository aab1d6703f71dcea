// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a device proves itself with. Tokens are kept as SHA-256 hashes only: they are made with 192
 * random bits (a fleet that brings its own must bring at least 16 characters), so an unsalted hash
 * cannot be reversed by guessing and can be looked up.
 *
 * @param tokenHashes {@link #hashOf} of each token in force: two while one is being rotated, else
 *     one
 * @param sealedPsk the DTLS pre-shared key sealed under the master key, in Base64; empty if it has
 *     none
 */
public record Credentials(List<String> tokenHashes, String sealedPsk) {
    /** The most tokens of a device in force at a time. */
    public static final int MAX_TOKENS = 16;

    /** None told. */
    public static final Credentials NONE = new Credentials(List.of(), "");

    public Credentials {
        tokenHashes = List.copyOf(tokenHashes);
    }

    /** The lower-case hexadecimal SHA-256 of a token. */
    public static String hashOf(String token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Whether {@code token} is one in force, in time that does not depend on how much of it is
     * right.
     */
    public boolean accepts(String token) {
        byte[] hash = hashOf(token).getBytes(StandardCharsets.US_ASCII);
        boolean accepted = false;
        for (String candidate : tokenHashes) {
            accepted |= MessageDigest.isEqual(candidate.getBytes(StandardCharsets.US_ASCII), hash);
        }
        return accepted;
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        tokenHashes.forEach(node.putArray("tokenHashes")::add);
        node.put("sealedPsk", sealedPsk);
        return node;
    }

    static Credentials parse(JsonNode node) {
        List<String> hashes = new ArrayList<>();
        node.path("tokenHashes").forEach(hash -> hashes.add(hash.asText()));
        return new Credentials(hashes, node.path("sealedPsk").asText(""));
    }
}
