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
import org.lamplighter.registry.DevicesCsv.Lost;
import org.lamplighter.registry.MasterKey;
import org.lamplighter.yaml.Suggestions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
        // made before the registry is held: it takes longer than all else but the rows
        Map<DeviceId, Issued> issued = new LinkedHashMap<>();
        devices.forEach(device -> issued.putIfAbsent(device.id(), issue(device)));
        return changes.write(
                author,
                writing -> {
                    Checked checked = check(writing.handle(), devices, Lost.NONE, existing);
                    if (!checked.faults().isEmpty()) {
                        return new Outcome.Refused<>(
                                checked.kind(), checked.faults().told(), checked.faults().untold());
                    }
                    issued.keySet().removeIf(id -> checked.registered().contains(id.value()));
                    List<Issued> fresh = List.copyOf(issued.values());
                    List<Device> added = fresh.stream().map(Issued::device).toList();
                    DeviceStore.insert(
                            writing.handle(), Children.parentsFirst(added), writing.now());
                    Children.childrenFirst(added).forEach(device -> announce(writing, device));
                    return new Outcome.Done<>(fresh);
                });
    }

    /** What is wrong with the devices of a file with faults that only the registry knows. */
    LineFaults check(DeviceImport file, Existing existing) {
        return jdbi.inTransaction(handle -> check(handle, file.devices(), file.lost(), existing))
                .faults();
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
                author,
                writing -> {
                    if (DeviceStore.find(writing.handle(), id).isEmpty()) {
                        return unknown(id);
                    }
                    Optional<Fault> fault = Children.faultOfDeleting(writing.handle(), id);
                    if (fault.isPresent()) {
                        return Outcome.refused(Problem.Kind.CONFLICT, fault.get());
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
                author,
                writing -> {
                    Handle handle = writing.handle();
                    Optional<Device> found = DeviceStore.find(handle, id);
                    if (found.isEmpty()) {
                        return unknown(id);
                    }
                    Optional<Fault> fault = Children.faultOfCredentials(found.get());
                    if (fault.isPresent()) {
                        return Outcome.refused(Problem.Kind.CONFLICT, fault.get());
                    }
                    String newToken = token.token();
                    String hash = Credentials.hashOf(newToken);
                    if (!DeviceStore.owned(handle, List.of(hash)).isEmpty()) {
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
                "desk",
                writing -> {
                    List<DeviceId> concerned =
                            DeviceStore.deleteExpired(writing.handle(), writing.now());
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
        if (device.parent().isPresent()) {
            return new Issued(device.with(Credentials.NONE), "", "");
        }
        String token = device.token().token();
        String psk = device.psk().psk();
        Credentials credentials =
                new Credentials(List.of(Credentials.hashOf(token)), seal(device.id(), psk));
        return new Issued(device.with(credentials), token, psk);
    }

    private String seal(DeviceId id, String psk) {
        return masterKey.seal(MasterKey.purposeOfPsk(id), HexFormat.of().parseHex(psk));
    }

    /**
     * What the registry says of new devices.
     *
     * @param registered which of them are registered already
     * @param kind of the faults
     * @param faults in the order of the devices
     */
    private record Checked(Set<String> registered, Problem.Kind kind, LineFaults faults) {}

    private static Checked check(
            Handle handle, List<NewDevice> devices, Lost lost, Existing existing) {
        Set<String> registered = new HashSet<>(DeviceStore.existing(handle, ids(devices)));
        List<String> profiles = DeviceStore.profileIds(handle);
        Set<String> knownProfiles = new HashSet<>(profiles);
        Set<String> takenTokens = new HashSet<>(DeviceStore.owned(handle, givenTokens(devices)));
        Children children = Children.of(handle, devices, registered, lost);
        Set<String> seenIds = new HashSet<>();
        Problem.Kind kind = Problem.Kind.CONFLICT;
        LineFaults faults = new LineFaults();
        for (NewDevice device : devices) {
            if (registered.contains(device.id().value())) {
                if (existing == Existing.KEEP) {
                    continue;
                }
                faults.add(
                        device.line(),
                        () ->
                                new Fault(
                                        device.at("id"),
                                        "the device \"" + device.id() + "\" is registered already",
                                        "PATCH it, or choose another id"));
            } else if (!seenIds.add(device.id().value())) {
                faults.add(
                        device.line(),
                        () ->
                                new Fault(
                                        device.at("id"),
                                        "the device \""
                                                + device.id()
                                                + "\" stands twice in this request",
                                        "leave one of them out"));
            } else if (device.token() instanceof Secret.Given given
                    && !takenTokens.add(Credentials.hashOf(given.text()))) {
                faults.add(device.line(), () -> tokenTaken(device.at("token")));
            }
            Optional<Fault> ofParent = children.faultOf(device);
            if (ofParent.isPresent()) {
                kind = Problem.Kind.INVALID;
                faults.add(device.line(), ofParent::get);
            }
            if (!knownProfiles.contains(device.profile())) {
                kind = Problem.Kind.INVALID;
                faults.add(
                        device.line(),
                        () -> unknownProfile(profiles, device.at("profile"), device.profile()));
            }
        }
        return new Checked(registered, kind, faults);
    }

    private static List<String> givenTokens(List<NewDevice> devices) {
        List<String> hashes = new ArrayList<>();
        for (NewDevice device : devices) {
            if (device.token() instanceof Secret.Given given) {
                hashes.add(Credentials.hashOf(given.text()));
            }
        }
        return hashes;
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

    private static Optional<Fault> unknownProfile(Handle handle, String profile) {
        List<String> known = DeviceStore.profileIds(handle);
        return known.contains(profile)
                ? Optional.empty()
                : Optional.of(unknownProfile(known, "profile", profile));
    }

    private static Fault unknownProfile(List<String> known, String where, String profile) {
        return new Fault(
                where,
                "a device's profile must be registered, but \"" + profile + "\" is not",
                Suggestions.hint(profile, known));
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
}
