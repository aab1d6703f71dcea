// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.jdbi.v3.core.Handle;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.DevicesCsv.Lost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the registry alone knows about children and their parents, in the caller's transaction. */
final class Children {
    /** Which devices of a request or of the registry may be parents. */
    private final Set<String> senders;

    private final Lost lost;

    private Children(Set<String> senders, Lost lost) {
        this.senders = senders;
        this.lost = lost;
    }

    /**
     * Of a request that wants to register {@code devices}.
     *
     * @param registered which of them the registry has already: what it says of them holds
     * @param lost devices that the request would have if its faults were mended: they may be
     *     parents
     */
    static Children of(Handle handle, List<NewDevice> devices, Set<String> registered, Lost lost) {
        List<String> parents =
                devices.stream()
                        .flatMap(device -> device.parent().stream())
                        .map(DeviceId::value)
                        .distinct()
                        .toList();
        if (parents.isEmpty()) {
            return new Children(Set.of(), lost);
        }
        Set<String> senders =
                new HashSet<>(
                        handle.createQuery(
                                        "select id from device where id = any (:ids) and parent is"
                                                + " null")
                                .bindArray("ids", String.class, parents)
                                .mapTo(String.class)
                                .list());
        for (NewDevice device : devices) {
            if (device.parent().isEmpty() && !registered.contains(device.id().value())) {
                senders.add(device.id().value());
            }
        }
        return new Children(senders, lost);
    }

    /** What is wrong with a new device's parent. */
    Optional<Fault> faultOf(NewDevice device) {
        return device.parent()
                .filter(parent -> !senders.contains(parent.value()) && !lost.mayHold(parent))
                .map(
                        parent ->
                                new Fault(
                                        device.at("parent"),
                                        "a parent must be registered and be no child itself, but \""
                                                + parent
                                                + "\" is not so",
                                        "register it before, or in the same file"));
    }

    /** Parents before their children, else in the order given: as rows refer to each other. */
    static List<Device> parentsFirst(Collection<Device> devices) {
        List<Device> ordered = new ArrayList<>(devices.size());
        devices.stream().filter(device -> device.parent().isEmpty()).forEach(ordered::add);
        devices.stream().filter(device -> device.parent().isPresent()).forEach(ordered::add);
        return ordered;
    }

    /**
     * Children before their parents, else in the order given: a parent whose change is in the log
     * is let in, and its first frame must find its children there.
     */
    static List<Device> childrenFirst(Collection<Device> devices) {
        List<Device> ordered = new ArrayList<>(devices.size());
        devices.stream().filter(device -> device.parent().isPresent()).forEach(ordered::add);
        devices.stream().filter(device -> device.parent().isEmpty()).forEach(ordered::add);
        return ordered;
    }

    /** Why a device cannot be deleted. */
    static Optional<Fault> faultOfDeleting(Handle handle, DeviceId id) {
        int children =
                handle.createQuery("select count(*) from device where parent = :id")
                        .bind("id", id.value())
                        .mapTo(Integer.class)
                        .one();
        return children == 0
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                "path",
                                "a device that is deleted must have no children, but "
                                        + id
                                        + " has "
                                        + children,
                                "delete them first; GET /api/v1/devices?parent="
                                        + id
                                        + " lists them"));
    }

    /** Why a device gets no credentials. */
    static Optional<Fault> faultOfCredentials(Device device) {
        return device.parent()
                .map(
                        parent ->
                                new Fault(
                                        "path",
                                        "a child never connects itself and has no credentials, and "
                                                + device.id()
                                                + " is one",
                                        "rotate those of its parent " + parent));
    }
}
