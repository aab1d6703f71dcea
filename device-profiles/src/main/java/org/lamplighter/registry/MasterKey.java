// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import org.lamplighter.reading.DeviceId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which device keys and webhook secrets are sealed (AES-256-GCM, NIST SP 800-38D, a
 * fresh 96-bit nonce each time). Safe to share between threads.
 *
 * <p>The desk seals; the desk and the gateways open. What a sealed secret looks like is said here,
 * because both read it; the file that the key is kept in is theirs.
 *
 * <p>The purpose is authenticated with the secret: what was sealed for one device or target opens
 * for no other, so a row cannot be moved to another by somebody who can write to the database.
 */
public final class MasterKey {
    /** The key's length in bytes. */
    public static final int LENGTH = 32;

    private static final byte FORMAT = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final int FINGERPRINT_LENGTH = 8;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Reads a key as its file holds it.
     *
     * @return empty if it is not 64 hexadecimal digits
     */
    public static Optional<MasterKey> parse(String hex) {
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            return key.length == LENGTH ? Optional.of(new MasterKey(key)) : Optional.empty();
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }

    /** What a device's DTLS key is sealed for. */
    public static String purposeOfPsk(DeviceId device) {
        return "psk:" + device.value();
    }

    /**
     * Seals a secret.
     *
     * @param purpose what it is for, such as {@code psk:C-17}; needed again to open it
     * @return Base64
     */
    public String seal(String purpose, byte[] secret) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            byte[] all =
                    ByteBuffer.allocate(1 + NONCE_LENGTH + sealed.length)
                            .put(FORMAT)
                            .put(nonce)
                            .put(sealed)
                            .array();
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made for the same purpose under the same key.
     *
     * @throws IllegalArgumentException if it was sealed for another purpose, under another key, or
     *     was changed
     */
    public byte[] open(String purpose, String sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            if (all.length <= 1 + NONCE_LENGTH || all[0] != FORMAT) {
                throw new IllegalArgumentException(
                        "the sealed secret of " + purpose + " has no known format");
            }
            ByteBuffer buffer = ByteBuffer.wrap(all, 1, all.length - 1);
            byte[] nonce = new byte[NONCE_LENGTH];
            buffer.get(nonce);
            byte[] rest = new byte[buffer.remaining()];
            buffer.get(rest);
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(rest);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the sealed secret of "
                            + purpose
                            + " does not open: it was sealed under another master key, for another"
                            + " purpose, or was changed; restore the master.key it was sealed"
                            + " under, or give a new secret",
                    e);
        }
    }

    /** A name for the key by which two can be told apart; it tells nothing about the key. */
    public String fingerprint() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            byte[] hash = mac.doFinal("fingerprint".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
