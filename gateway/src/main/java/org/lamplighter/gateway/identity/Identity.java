// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;

import java.util.List;

/**
 * What the gateway keeps of a registered device: some 450 bytes. Immutable; a change of the device
 * makes another one.
 *
 * @param device its id
 * @param profile the id of its profile, which may name topics
 * @param disabled whether it is refused
 * @param tokens the hashes of the tokens in force
 * @param sealedPsk its DTLS key sealed under the master key, as the registry gives it; empty if it
 *     has none
 * @param version the registry's version of this
 */
public record Identity(
        DeviceId device,
        String profile,
        boolean disabled,
        List<TokenHash> tokens,
        String sealedPsk,
        long version) {
    /** The longest sealed key, in characters: one of 64 bytes has 124. */
    public static final int MAX_SEALED_PSK = 160;

    public Identity {
        tokens = List.copyOf(tokens);
    }

    /**
     * Keeps what is needed of a device.
     *
     * @throws IllegalArgumentException if a token hash is none, or there are too many
     */
    static Identity of(Device device, long version) {
        List<String> hashes = device.credentials().tokenHashes();
        if (hashes.size() > Credentials.MAX_TOKENS) {
            throw new IllegalArgumentException(
                    "a device has at most "
                            + Credentials.MAX_TOKENS
                            + " tokens in force, not "
                            + hashes.size()
                            + "; rotate its token again when some have come to their end");
        }
        List<TokenHash> tokens = hashes.stream().map(TokenHash::parseHex).toList();
        String sealedPsk = device.credentials().sealedPsk();
        if (sealedPsk.length() > MAX_SEALED_PSK) {
            throw new IllegalArgumentException(
                    "a sealed DTLS key has at most "
                            + MAX_SEALED_PSK
                            + " characters, not "
                            + sealedPsk.length()
                            + "; give the device a key of 16 to 64 bytes");
        }
        // profiles are few and devices many: one string a profile is enough
        return new Identity(
                device.id(),
                device.profile().intern(),
                device.disabled(),
                tokens,
                sealedPsk,
                version);
    }

    boolean accepts(TokenHash token) {
        boolean accepted = false;
        for (TokenHash candidate : tokens) {
            accepted |= candidate.matches(token);
        }
        return accepted;
    }
}
