// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A user of {@link MosquittoBroker}, who may do one thing.
 *
 * @param name without spaces, colons and line ends
 * @param password which only its hash is kept of
 * @param right what may be done on the topics
 * @param topics a topic filter
 */
public record MosquittoUser(String name, String password, Right right, String topics) {
    /** The most that a user may do. */
    public enum Right {
        READ,
        WRITE
    }

    private static final int SALT_BYTES = 12;
    private static final int HASH_BITS = 512;

    /** As many as {@code mosquitto_passwd} takes; the passwords here are long and random. */
    private static final int ITERATIONS = 101;

    public MosquittoUser {
        if (!name.matches("[^\\s:]+") || password.isEmpty() || !topics.matches("[^\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    "a user of the broker has a name without spaces and colons, a password and"
                            + " topics on one line; the name is \""
                            + name
                            + "\"");
        }
    }

    /** A line of mosquitto's password file: PBKDF2 with HMAC-SHA-512. */
    String passwordLine() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            byte[] hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(spec)
                            .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return "%s:$7$%d$%s$%s"
                    .formatted(
                            name,
                            ITERATIONS,
                            base64.encodeToString(salt),
                            base64.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA-512", e);
        }
    }

    /** Lines of mosquitto's file of rights. */
    List<String> rights() {
        String verb =
                switch (right) {
                    case READ -> "read";
                    case WRITE -> "write";
                };
        return List.of("user " + name, "topic " + verb + " " + topics);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MosquittoUser[" + name + ", " + right + " " + topics + "]";
    }
}
