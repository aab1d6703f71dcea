// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.DeviceId;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The devices that may send. Any thread reads; one thread, the feed's, writes.
 *
 * <p>An unknown id costs the same work as a wrong token: the token is hashed first.
 */
public final class DeviceDirectory {
    /** How many devices one gateway knows at most: some 500 MB. Further ones are passed over. */
    public static final int MAX_DEVICES = 1_000_000;

    /** How many deletions are remembered, so that an older record cannot bring a device back. */
    static final int MAX_DELETIONS = 10_000;

    private final int maxDevices;
    private final Map<DeviceId, Identity> byId = new ConcurrentHashMap<>();
    private final Map<TokenHash, Identity> byToken = new ConcurrentHashMap<>();
    private final Map<DeviceId, Long> deletions;
    private final CountDownLatch complete = new CountDownLatch(1);

    public DeviceDirectory() {
        this(MAX_DEVICES, MAX_DELETIONS);
    }

    DeviceDirectory(int maxDevices, int maxDeletions) {
        this.maxDevices = maxDevices;
        this.deletions =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<DeviceId, Long> eldest) {
                        return size() > maxDeletions;
                    }
                };
    }

    /** How many devices it knows at most. */
    int maxDevices() {
        return maxDevices;
    }

    /** Judges a device id with its token, as they come as user name and password. */
    public Admission admit(String user, byte[] password) {
        if (!isComplete()) {
            return new Admission.Refused(IngestFault.REGISTRY_NOT_READY);
        }
        TokenHash token = TokenHash.ofToken(password);
        Optional<Identity> known =
                DeviceId.isValid(user) ? find(new DeviceId(user)) : Optional.empty();
        return known.map(identity -> judge(identity, token))
                .orElseGet(() -> new Admission.Refused(IngestFault.UNKNOWN_DEVICE));
    }

    /** Judges a token that comes without a device id. */
    public Admission admit(String token) {
        if (!isComplete()) {
            return new Admission.Refused(IngestFault.REGISTRY_NOT_READY);
        }
        TokenHash hash = TokenHash.ofToken(token.getBytes(StandardCharsets.UTF_8));
        Identity owner = byToken.get(hash);
        return owner == null
                ? new Admission.Refused(IngestFault.UNKNOWN_DEVICE)
                : judge(owner, hash);
    }

    /**
     * Judges a device that has proved by DTLS that it knows a key.
     *
     * @param sealedPsk that key, as the registry gave it then
     */
    public KeyAdmission admitKey(String id, String sealedPsk) {
        if (!isComplete()) {
            return new KeyAdmission.Refused(IngestFault.REGISTRY_NOT_READY);
        }
        Optional<Identity> known = DeviceId.isValid(id) ? find(new DeviceId(id)) : Optional.empty();
        if (known.isEmpty()) {
            return new KeyAdmission.Refused(IngestFault.UNKNOWN_DEVICE);
        }
        Identity identity = known.get();
        if (identity.sealedPsk().isEmpty() || !identity.sealedPsk().equals(sealedPsk)) {
            return new KeyAdmission.Refused(IngestFault.KEY_REPLACED);
        }
        return identity.disabled()
                ? new KeyAdmission.Refused(IngestFault.DEVICE_DISABLED)
                : new KeyAdmission.Admitted(identity.device());
    }

    static Admission judge(Identity identity, TokenHash token) {
        if (!identity.accepts(token)) {
            return new Admission.Refused(IngestFault.WRONG_TOKEN);
        }
        return identity.disabled()
                ? new Admission.Refused(IngestFault.DEVICE_DISABLED)
                : new Admission.Admitted(identity, token);
    }

    public Optional<Identity> find(DeviceId device) {
        return Optional.ofNullable(byId.get(device));
    }

    public int size() {
        return byId.size();
    }

    /** Whether the feed has been read to its end once. */
    public boolean isComplete() {
        return complete.getCount() == 0;
    }

    /** Waits for that; returns false if it has not come after {@code atMost}. */
    public boolean awaitComplete(Duration atMost) throws InterruptedException {
        return complete.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Called by the feed when it has been read to its end. */
    public void complete() {
        complete.countDown();
    }

    /**
     * Puts a device in its newest version; an older version changes nothing.
     *
     * @return false if there is no room for one more
     */
    boolean put(Identity identity) {
        DeviceId id = identity.device();
        Identity before = byId.get(id);
        boolean older =
                before == null
                        ? identity.version() <= deletions.getOrDefault(id, Long.MIN_VALUE)
                        : identity.version() < before.version();
        if (older) {
            return true;
        }
        if (before == null && byId.size() >= maxDevices) {
            return false;
        }
        deletions.remove(id);
        byId.put(id, identity);
        identity.tokens().forEach(token -> byToken.put(token, identity));
        if (before != null) {
            forgetTokens(before);
        }
        return true;
    }

    /** Removes a device, unless what is known of it is newer. */
    void remove(DeviceId device, long version) {
        Identity before = byId.get(device);
        if (before == null || before.version() <= version) {
            deletions.put(device, version);
            forget(device);
        }
    }

    /** Removes a device whose key was deleted: a tombstone has no version. */
    void remove(DeviceId device) {
        Identity before = byId.get(device);
        if (before != null) {
            deletions.put(device, before.version());
            forget(device);
        }
    }

    private void forget(DeviceId device) {
        Identity before = byId.remove(device);
        if (before != null) {
            forgetTokens(before);
        }
    }

    private void forgetTokens(Identity before) {
        before.tokens().forEach(token -> byToken.remove(token, before));
    }
}
