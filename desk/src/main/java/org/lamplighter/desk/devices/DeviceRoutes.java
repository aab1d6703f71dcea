// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.JsonMembers;
import org.lamplighter.desk.rest.Paging;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Devices over REST. */
public final class DeviceRoutes {
    /** How long old and new token are both accepted if nobody says. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

    /** How long they may at most. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    private static final String DEVICES = "/api/v1/devices";
    private static final String DEVICE = DEVICES + "/{id}";

    private final Devices devices;
    private final DeviceHistory history;

    public DeviceRoutes(Devices devices, DeviceHistory history) {
        this.devices = devices;
        this.history = history;
    }

    public List<Route> routes() {
        return List.of(
                Route.of(Method.POST, DEVICES, this::create),
                Route.of(
                        Method.GET,
                        DEVICES,
                        this::list,
                        "after",
                        "limit",
                        "profile",
                        "tag",
                        "parent"),
                Route.of(Method.POST, DEVICES + "/import", this::importCsv, "existing")
                        .taking(DeviceImport.MAX_FILE),
                Route.of(Method.GET, DEVICE, this::show),
                Route.of(Method.GET, DEVICE + "/versions", this::listVersions, "limit", "after"),
                Route.of(Method.PATCH, DEVICE, this::patch),
                Route.of(Method.DELETE, DEVICE, this::delete),
                Route.of(Method.POST, DEVICE + "/credentials", this::rotate));
    }

    private Answer create(Request request) {
        String title = "The device was not registered";
        List<Fault> faults = new ArrayList<>();
        Optional<NewDevice> device = DeviceReader.readNew(request.body(), faults);
        if (device.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, title, faults);
        }
        return devices.create(
                        List.of(device.get()), Devices.Existing.REFUSE, request.principal().name())
                .answer(title, issued -> Answer.created(withSecrets(issued.getFirst())));
    }

    private Answer importCsv(Request request) {
        String title = "No device was registered";
        String existing = request.findQuery("existing").orElse("refuse");
        if (!existing.equals("refuse") && !existing.equals("keep")) {
            return Answer.refused(
                    Problem.Kind.INVALID,
                    title,
                    new Fault(
                            "query existing",
                            "it must be refuse or keep, not " + existing,
                            "choose one of them"));
        }
        Devices.Existing policy =
                existing.equals("keep") ? Devices.Existing.KEEP : Devices.Existing.REFUSE;
        DeviceImport file = DeviceImport.read(request.body());
        if (!file.faults().isEmpty()) {
            LineFaults all = file.faults().and(devices.check(file, policy));
            return new Answer.Refused(
                    new Problem(Problem.Kind.INVALID, title, all.told(), all.untold()));
        }
        return devices.create(file.devices(), policy, request.principal().name())
                .answer(title, issued -> Answer.created(told(issued, file.devices().size())));
    }

    private static ObjectNode told(List<Issued> issued, int rows) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("created", issued.size());
        body.put("kept", rows - issued.size());
        ArrayNode array = body.putArray("devices");
        issued.stream()
                .filter(one -> one.device().parent().isEmpty())
                .forEach(
                        one ->
                                array.addObject()
                                        .put("id", one.device().id().value())
                                        .put("token", one.token())
                                        .put("psk", one.psk()));
        return body;
    }

    private Answer list(Request request) {
        List<Fault> faults = new ArrayList<>();
        int limit = Paging.limit(request, faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Problem.Kind.INVALID, "The devices were not listed", faults);
        }
        DeviceFilter filter =
                new DeviceFilter(
                        request.findQuery("after").orElse(""),
                        request.findQuery("profile").orElse(""),
                        request.findQuery("tag").orElse(""),
                        request.findQuery("parent").orElse(""));
        List<Device> page = devices.list(filter, limit);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("devices");
        Map<DeviceId, DeviceHistory.Edition> editions =
                history.latest(page.stream().map(Device::id).toList());
        page.forEach(device -> array.add(told(device, editions)));
        if (page.size() == limit) {
            body.put("next", page.getLast().id().value());
        }
        return Answer.ok(body);
    }

    private Answer show(Request request) {
        return withId(
                request,
                "The device was not found",
                id ->
                        devices.find(id)
                                .<Answer>map(
                                        device ->
                                                Answer.ok(
                                                        told(device, history.latest(List.of(id)))))
                                .orElseGet(() -> notFound(id)));
    }

    private Answer listVersions(Request request) {
        String title = "The versions were not listed";
        return withId(
                request,
                title,
                id -> {
                    List<Fault> faults = new ArrayList<>();
                    int limit = Paging.limit(request, faults);
                    long before = Paging.before(request, faults);
                    if (!faults.isEmpty()) {
                        return Answer.refused(Problem.Kind.INVALID, title, faults);
                    }
                    List<DeviceHistory.Version> page = history.list(id, before, limit);
                    if (page.isEmpty() && history.latest(List.of(id)).isEmpty()) {
                        return notFound(id);
                    }
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    ArrayNode array = body.putArray("versions");
                    page.forEach(version -> array.add(version.toJson()));
                    if (page.size() == limit) {
                        body.put("next", Long.toString(page.getLast().edition().version()));
                    }
                    return Answer.ok(body);
                });
    }

    private Answer patch(Request request) {
        String title = "The device was not changed";
        return withId(
                request,
                title,
                id -> {
                    List<Fault> faults = new ArrayList<>();
                    Optional<DevicePatch> patch = DeviceReader.readPatch(request.body(), faults);
                    if (patch.isEmpty()) {
                        return Answer.refused(Problem.Kind.INVALID, title, faults);
                    }
                    return devices.patch(id, patch.get(), request.principal().name())
                            .answer(title, device -> Answer.ok(told(device)));
                });
    }

    private Answer delete(Request request) {
        String title = "The device was not deleted";
        return withId(
                request,
                title,
                id ->
                        devices.delete(id, request.principal().name())
                                .answer(title, gone -> Answer.noContent()));
    }

    private Answer rotate(Request request) {
        String title = "The credentials were not changed";
        return withId(
                request,
                title,
                id -> {
                    List<Fault> faults = new ArrayList<>();
                    byte[] body =
                            request.body().length == 0 ? new byte[] {'{', '}'} : request.body();
                    Optional<JsonMembers> members =
                            JsonMembers.read(
                                    body, Set.of("token", "psk", "replacePsk", "overlap"), faults);
                    if (members.isEmpty()) {
                        return Answer.refused(Problem.Kind.INVALID, title, faults);
                    }
                    Secret token = DeviceReader.readSecret(members.get(), "token", faults);
                    Secret psk = DeviceReader.readSecret(members.get(), "psk", faults);
                    boolean replace =
                            members.get()
                                    .findFlag("replacePsk")
                                    .orElse(psk instanceof Secret.Given);
                    Duration overlap = readOverlap(members.get());
                    if (!faults.isEmpty()) {
                        return Answer.refused(Problem.Kind.INVALID, title, faults);
                    }
                    Devices.PskRotation rotation =
                            replace
                                    ? new Devices.PskRotation.Replace(psk)
                                    : new Devices.PskRotation.Keep();
                    return devices.rotate(id, token, rotation, overlap, request.principal().name())
                            .answer(
                                    title,
                                    issued -> {
                                        ObjectNode told = withSecrets(issued);
                                        told.put("overlap", overlap.toString());
                                        return Answer.created(told);
                                    });
                });
    }

    private static Duration readOverlap(JsonMembers members) {
        Optional<String> text = members.findText("overlap");
        if (text.isEmpty()) {
            return DEFAULT_OVERLAP;
        }
        try {
            Duration overlap = Duration.parse(text.get());
            if (!overlap.isNegative() && overlap.compareTo(MAX_OVERLAP) <= 0) {
                return overlap;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        members.refuse(
                "overlap",
                "it must be an ISO 8601 duration from PT0S to P30D, but is "
                        + DeviceRules.quoted(text.get()),
                "write it such as PT24H");
        return DEFAULT_OVERLAP;
    }

    private static Answer withId(Request request, String title, Function<DeviceId, Answer> answer) {
        String id = request.requirePath("id");
        Optional<Fault> fault = DeviceRules.id("path", id);
        return fault.isPresent()
                ? Answer.refused(Problem.Kind.INVALID, title, fault.get())
                : answer.apply(new DeviceId(id));
    }

    /** The answer to who asks for a device that is not there. */
    public static Answer notFound(DeviceId id) {
        return Answer.refused(
                Problem.Kind.NOT_FOUND,
                "The device was not found",
                new Fault(
                        "path",
                        "a device must be registered, but \"" + id + "\" is not",
                        "look for it with GET /api/v1/devices"));
    }

    private static ObjectNode withSecrets(Issued issued) {
        ObjectNode node = told(issued.device());
        if (!issued.token().isEmpty()) {
            node.put("token", issued.token());
        }
        if (!issued.psk().isEmpty()) {
            node.put("psk", issued.psk());
        }
        return node;
    }

    private static ObjectNode told(Device device, Map<DeviceId, DeviceHistory.Edition> editions) {
        ObjectNode node = told(device);
        DeviceHistory.Edition edition = editions.get(device.id());
        if (edition != null) {
            edition.tell(node);
        }
        return node;
    }

    /** A device as it is told: how many tokens are in force, never which. */
    private static ObjectNode told(Device device) {
        Credentials credentials = device.credentials();
        ObjectNode node = device.withoutCredentials().toJson();
        node.put("tokens", credentials.tokenHashes().size());
        return node;
    }
}
