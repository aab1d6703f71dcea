// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.elements.auth.AbstractExtensiblePrincipal;
import org.eclipse.californium.elements.auth.AdditionalInfo;
import org.eclipse.californium.scandium.auth.ApplicationLevelInfoSupplier;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.Identity;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.MasterKey;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

import javax.crypto.SecretKey;

/**
 * Gives DTLS the devices' keys, opened for the handshake only. Thread-safe; never blocks.
 *
 * <p>A disabled device completes its handshake, so that it can be told. An unknown one is met with
 * silence, as one with a wrong key is: nobody finds out which ids there are.
 */
final class DeviceKeys implements AdvancedPskStore, ApplicationLevelInfoSupplier {
    /** Where a session's principal says which key it was made with: sealed, as in the registry. */
    static final String SEALED_PSK = "sealed-psk";

    private final DeviceDirectory devices;
    private final MasterKey masterKey;
    private final GatewayEvents events;

    DeviceKeys(DeviceDirectory devices, MasterKey masterKey, GatewayEvents events) {
        this.devices = devices;
        this.masterKey = masterKey;
        this.events = events;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return false;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId connection,
            @Nullable ServerNames serverNames,
            PskPublicInformation identity,
            String hmacAlgorithm,
            @Nullable SecretKey otherSecret,
            byte @Nullable [] seed,
            boolean useExtendedMasterSecret) {
        String name = identity.getPublicInfoAsString();
        Optional<Identity> device =
                DeviceId.isValid(name) ? devices.find(new DeviceId(name)) : Optional.empty();
        if (device.isEmpty()) {
            // DTLS asks for the key without saying where it is asked from
            events.emit(
                    new GatewayEvent.ConnectionRefused(
                            Input.COAPS, "unknown", IngestFault.UNKNOWN_DEVICE));
        }
        return device.flatMap(
                        known ->
                                keyOf(known)
                                        .map(
                                                key ->
                                                        new PskSecretResult(
                                                                connection,
                                                                identity,
                                                                key,
                                                                known.sealedPsk())))
                .orElseGet(() -> nothing(connection, identity));
    }

    /** Californium takes no key for "there is no such identity". */
    @SuppressWarnings("NullAway")
    private static PskSecretResult nothing(ConnectionId connection, PskPublicInformation identity) {
        return new PskSecretResult(connection, identity, null);
    }

    private Optional<SecretKey> keyOf(Identity device) {
        if (device.sealedPsk().isEmpty()) {
            return Optional.empty();
        }
        try {
            String purpose = MasterKey.purposeOfPsk(device.device());
            byte[] key = masterKey.open(purpose, device.sealedPsk());
            return Optional.of(SecretUtil.create(key, PskSecretResult.ALGORITHM_PSK));
        } catch (IllegalArgumentException e) {
            events.emit(
                    new GatewayEvent.KeyUnusable(device.device(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** A session that is resumed keeps what it was made with. */
    @Override
    public AdditionalInfo getInfo(Principal principal, @Nullable Object sealedPsk) {
        if (sealedPsk != null) {
            return AdditionalInfo.from(Map.of(SEALED_PSK, sealedPsk));
        }
        return principal instanceof AbstractExtensiblePrincipal<?> known
                ? known.getExtendedInfo()
                : AdditionalInfo.empty();
    }

    /** The gateway is no client. */
    @Override
    @SuppressWarnings("NullAway")
    public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
        return null;
    }

    /** Every answer is given at once. */
    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
