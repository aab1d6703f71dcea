// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.desk.change.Outcome;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.log.Change;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.MasterKey;
import org.lamplighter.yaml.Suggestions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registered devices. Safe to share between threads; each call is one transaction. */
public final class Devices {
    private final Jdbi jdbi;
    private final ChangeLog changes;
    private final MasterKey masterKey;
    private final InstantSource clock;

    public Devices(Jdbi jdbi, ChangeLog changes, MasterKey masterKey, InstantSource clock) {
        this.jdbi = jdbi;
        this.changes = changes;
        this.masterKey = masterKey;
        this.clock = clock;
    }

    /** What to do with a device that is registered already. */
    enum Existing {
        REFUSE,
        KEEP
    }

    /** Registers all of {@code devices} or none; what is kept is not among the issued. */
    Outcome<List<Issued>> create(List<NewDevice> devices, Existing existing, String author) {
        return changes.write(
                clock.instant(),
                author,
                writing -> {
                    Set<String> registered =
                            new HashSet<>(DeviceStore.existing(writing.handle(), ids(devices)));
                    List<NewDevice> fresh =
                            existing == Existing.REFUSE
                                    ? devices
                                    : devices.stream()
                                            .filter(
                                                    device ->
                                                            !registered.contains(
                                                                    device.id().value()))
                                            .toList();
                    List<Issued> issued = fresh.stream().map(this::issue).toList();
                    List<Fault> conflicts = conflicts(writing.handle(), fresh, issued, registered);
                    if (!conflicts.isEmpty()) {
                        return new Outcome.Refused<>(Problem.Kind.CONFLICT, conflicts);
                    }
                    List<Fault> faults = unknownProfiles(writing.handle(), fresh);
                    if (!faults.isEmpty()) {
                        return new Outcome.Refused<>(Problem.Kind.INVALID, faults);
                    }
                    DeviceStore.insert(
                            writing.handle(),
                            issued.stream().map(Issued::device).toList(),
                            writing.now());
                    issued.forEach(one -> announce(writing, one.device()));
                    return new Outcome.Done<>(issued);
                });
    }

    public Optional<Device> find(DeviceId id) {
        return jdbi.withHandle(handle -> DeviceStore.find(handle, id));
    }

    List<Device> list(DeviceFilter filter, int limit) {
        return jdbi.withHandle(handle -> DeviceStore.list(handle, filter, limit));
    }

    /** Changes what the patch says; a patch that changes nothing makes no change. */
    Outcome<Device> patch(DeviceId id, DevicePatch patch, String author) {
        return changes.write(
                clock.instant(),
                author,
                writing -> {
                    Optional<Device> found = DeviceStore.find(writing.handle(), id);
                    if (found.isEmpty()) {
                        return unknown(id);
                    }
                    Device patched = patch.apply(found.get());
                    if (patched.equals(found.get())) {
                        return new Outcome.Done<>(patched);
                    }
                    Optional<Fault> fault =
                            unknownProfile(writing.handle(), patched.profile())
                                    .or(
                                            () ->
                                                    DeviceRules.attributeCount(
                                                            "attributes",
                                                            patched.attributes().size()));
                    if (fault.isPresent()) {
                        return Outcome.refused(Problem.Kind.INVALID, fault.get());
                    }
                    DeviceStore.update(writing.handle(), patched, writing.now());
                    announce(writing, patched);
                    return new Outcome.Done<>(patched);
                });
    }

    /** Forgets the device; its archived readings stay. */
    Outcome<DeviceId> delete(DeviceId id, String author) {
        return changes.write(
                clock.instant(),
                author,
                writing -> {
                    if (DeviceStore.find(writing.handle(), id).isEmpty()) {
                        return unknown(id);
                    }
                    DeviceStore.delete(writing.handle(), id);
                    writing.delete(Change.Kind.DEVICE, id.value());
                    return new Outcome.Done<>(id);
                });
    }

    /**
     * What a rotation does about the DTLS key, which unlike a token has no second one beside it.
     */
    sealed interface PskRotation {
        /** It stays. */
        record Keep() implements PskRotation {}

        /** It is another from now on. */
        record Replace(Secret psk) implements PskRotation {}
    }

    /** Gives the device a new token; its present ones stay in force for {@code overlap}. */
    Outcome<Issued> rotate(
            DeviceId id, Secret token, PskRotation psk, Duration overlap, String author) {
        return changes.write(
                clock.instant(),
                author,
                writing -> {
                    Handle handle = writing.handle();
                    Optional<Device> found = DeviceStore.find(handle, id);
                    if (found.isEmpty()) {
                        return unknown(id);
                    }
                    String newToken = token.token();
                    String hash = Credentials.hashOf(newToken);
                    if (!DeviceStore.ownersOf(handle, List.of(hash)).isEmpty()) {
                        return Outcome.refused(Problem.Kind.CONFLICT, tokenTaken("token"));
                    }
                    if (overlap.isPositive()
                            && DeviceStore.countTokens(handle, id, writing.now())
                                    >= Credentials.MAX_TOKENS) {
                        return Outcome.refused(Problem.Kind.CONFLICT, tooManyTokens(id));
                    }
                    String newPsk =
                            switch (psk) {
                                case PskRotation.Keep keep -> "";
                                case PskRotation.Replace replace -> replace.psk().psk();
                            };
                    DeviceStore.rotate(
                            handle, id, hash, writing.now(), writing.now().plus(overlap));
                    DeviceStore.deleteExpired(handle, writing.now());
                    if (!newPsk.isEmpty()) {
                        Device device = found.get();
                        Credentials credentials = new Credentials(List.of(), seal(id, newPsk));
                        DeviceStore.update(
                                handle, Patched.of(device).credentials(credentials), writing.now());
                    }
                    Device rotated = DeviceStore.find(handle, id).orElseThrow();
                    announce(writing, rotated);
                    return new Outcome.Done<>(new Issued(rotated, newToken, newPsk));
                });
    }

    /** Ends the tokens whose overlap is over. Returns how many devices that concerned. */
    public int expireTokens() {
        Instant now = clock.instant();
        if (!jdbi.withHandle(handle -> DeviceStore.anyExpired(handle, now))) {
            return 0;
        }
        return changes.write(
                now,
                "desk",
                writing -> {
                    List<DeviceId> concerned = DeviceStore.deleteExpired(writing.handle(), now);
                    DeviceStore.require(writing.handle(), concerned)
                            .values()
                            .forEach(device -> announce(writing, device));
                    return concerned.size();
                });
    }

    private static void announce(ChangeLog.Writing writing, Device device) {
        writing.put(Change.Kind.DEVICE, device.id().value(), device.toJson());
    }

    private Issued issue(NewDevice device) {
        String token = device.token().token();
        String psk = device.psk().psk();
        Credentials credentials =
                new Credentials(List.of(Credentials.hashOf(token)), seal(device.id(), psk));
        return new Issued(device.with(credentials), token, psk);
    }

    private String seal(DeviceId id, String psk) {
        return masterKey.seal(MasterKey.purposeOfPsk(id), HexFormat.of().parseHex(psk));
    }

    private static List<Fault> conflicts(
            Handle handle, List<NewDevice> devices, List<Issued> issued, Set<String> registered) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> owners =
                DeviceStore.ownersOf(handle, issued.stream().map(Devices::hash).toList());
        Set<String> seenTokens = new HashSet<>();
        Set<String> seenIds = new HashSet<>();
        for (int i = 0; i < devices.size(); i++) {
            NewDevice device = devices.get(i);
            String hash = hash(issued.get(i));
            if (registered.contains(device.id().value())) {
                faults.add(
                        new Fault(
                                at(device.where(), "id"),
                                "the device \"" + device.id() + "\" is registered already",
                                "PATCH it, or choose another id"));
            } else if (!seenIds.add(device.id().value())) {
                faults.add(
                        new Fault(
                                at(device.where(), "id"),
                                "the device \"" + device.id() + "\" stands twice in this request",
                                "leave one of them out"));
            } else if (owners.containsKey(hash) || !seenTokens.add(hash)) {
                faults.add(tokenTaken(at(device.where(), "token")));
            }
        }
        return faults;
    }

    private static String hash(Issued issued) {
        return issued.device().credentials().tokenHashes().getFirst();
    }

    private static Fault tooManyTokens(DeviceId id) {
        return new Fault(
                "overlap",
                "a device may have at most "
                        + Credentials.MAX_TOKENS
                        + " tokens in force, and "
                        + id
                        + " has as many",
                "give the overlap PT0S, which ends all its other tokens at once, or wait until some"
                        + " have ended");
    }

    private static Fault tokenTaken(String where) {
        return new Fault(
                where,
                "a token may belong to one device only, but this one is another's",
                "give another token");
    }

    private static List<Fault> unknownProfiles(Handle handle, List<NewDevice> devices) {
        List<String> known = DeviceStore.profileIds(handle);
        return devices.stream()
                .flatMap(
                        device ->
                                unknownProfile(
                                        known, at(device.where(), "profile"), device.profile())
                                        .stream())
                .toList();
    }

    private static Optional<Fault> unknownProfile(Handle handle, String profile) {
        return unknownProfile(DeviceStore.profileIds(handle), "profile", profile);
    }

    private static Optional<Fault> unknownProfile(
            List<String> known, String where, String profile) {
        return known.contains(profile)
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                where,
                                "a device's profile must be registered, but \""
                                        + profile
                                        + "\" is not",
                                Suggestions.hint(profile, known)));
    }

    private static <T> Outcome<T> unknown(DeviceId id) {
        return Outcome.refused(
                Problem.Kind.NOT_FOUND,
                new Fault(
                        "path",
                        "a device must be registered, but \"" + id + "\" is not",
                        "look for it with GET /api/v1/devices"));
    }

    private static Collection<String> ids(List<NewDevice> devices) {
        return devices.stream().map(device -> device.id().value()).toList();
    }

    /** A member of the request, or a column of one of its lines. */
    private static String at(String where, String member) {
        return where.isEmpty() ? member : where + ", column " + member;
    }
}
