// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A symmetric key of Standard Webhooks: {@code whsec_} and the Base64 of {@value #MIN_BYTES} to
 * {@value #MAX_BYTES} bytes. Immutable; it is never written to a log: {@link #toString} hides it.
 */
public final class WebhookSecret {
    /** The spec's bounds of a key, in bytes. */
    public static final int MIN_BYTES = 24;

    /** The spec's bounds of a key, in bytes. */
    public static final int MAX_BYTES = 64;

    private static final String PREFIX = "whsec_";

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** A fresh random one. */
    public static WebhookSecret random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new WebhookSecret(key);
    }

    /** Empty if {@code text} is none. */
    public static Optional<WebhookSecret> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return ofKey(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Empty if the key is shorter or longer than allowed. */
    static Optional<WebhookSecret> ofKey(byte[] key) {
        return key.length < MIN_BYTES || key.length > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new WebhookSecret(key.clone()));
    }

    /** As it is given to the target's owner. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] key() {
        return key.clone();
    }

    /** {@code v1,…}: the signature of a body that is sent under an id at a time. */
    public String sign(String id, long epochSecond, byte[] body) {
        try {
            return webhook().sign(id, epochSecond, new String(body, StandardCharsets.UTF_8));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether one of {@code signatures}, separated by blanks, is this secret's. */
    boolean verifies(String id, long epochSecond, byte[] body, String signatures) {
        byte[] own = sign(id, epochSecond, body).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String given : signatures.split(" ", -1)) {
            found |= MessageDigest.isEqual(own, given.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private Webhook webhook() {
        try {
            return new Webhook(key);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalStateException("a secret is never empty", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
