// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.micrometer.core.instrument.Counter;

import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.desk.devices.DeviceHistory;
import org.lamplighter.desk.devices.DeviceRoutes;
import org.lamplighter.desk.devices.Devices;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.part.Repeating;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.rest.Route.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The registry as a part of the desk: what is shipped is brought at the start, what expires is
 * ended in time.
 */
public final class RegistryPart implements Part {
    /** How late an old token may end. */
    public static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPart.class);

    private final ChangeLog changes;
    private final Devices devices;
    private final DeviceHistory history;
    private final Profiles profiles;
    private final RulePacks packs;
    private final Counter expired;
    private Optional<Repeating> expiry = Optional.empty();

    public RegistryPart(DeskServices services) {
        InstantSource clock = services.clock();
        this.changes = new ChangeLog(services.jdbi(), clock);
        this.devices = new Devices(services.jdbi(), changes, services.masterKey(), clock);
        this.history = new DeviceHistory(services.jdbi());
        this.profiles = new Profiles(services.jdbi(), changes);
        this.packs = new RulePacks(services.jdbi(), changes);
        this.expired =
                Counter.builder("lamplighter.desk.tokens.expired")
                        .description("Devices whose old token ended after its overlap")
                        .register(services.metrics());
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(new DeviceRoutes(devices, history).routes());
        routes.addAll(new ProfileRoutes(profiles).routes());
        routes.addAll(new RuleRoutes(packs).routes());
        routes.add(Route.of(Method.POST, "/api/v1/registry/republish", this::republish));
        return routes;
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/registry.json");
    }

    @Override
    public void start() {
        changes.write(
                ShippedTexts.AUTHOR,
                writing -> {
                    ShippedTexts.bring(writing);
                    return writing.nextVersion();
                });
        expiry =
                Optional.of(
                        new Repeating(
                                "desk-token-expiry",
                                EXPIRY_INTERVAL,
                                () -> expired.increment(devices.expireTokens())));
    }

    @Override
    public void close() {
        expiry.ifPresent(Repeating::close);
    }

    private Answer republish(Request request) {
        int count = changes.republishAll();
        LOG.info(
                "{} asked to publish the whole registry again: {} changes",
                request.principal().name(),
                count);
        return new Answer.Json(202, JsonNodeFactory.instance.objectNode().put("changes", count));
    }
}
