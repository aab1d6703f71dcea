// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;

import java.util.List;

/**
 * What the gateway keeps of a registered device: some 300 bytes. Immutable; a change of the device
 * makes another one.
 *
 * @param device its id
 * @param profile the id of its profile, which may name topics
 * @param disabled whether it is refused
 * @param tokens the hashes of the tokens in force
 * @param version the registry's version of this
 */
public record Identity(
        DeviceId device, String profile, boolean disabled, List<TokenHash> tokens, long version) {
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
        // profiles are few and devices many: one string a profile is enough
        return new Identity(
                device.id(), device.profile().intern(), device.disabled(), tokens, version);
    }

    boolean accepts(TokenHash token) {
        boolean accepted = false;
        for (TokenHash candidate : tokens) {
            accepted |= candidate.matches(token);
        }
        return accepted;
    }
}
