// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;

import org.lamplighter.desk.cases.CaseBook;
import org.lamplighter.desk.cases.CasesPart;
import org.lamplighter.desk.dispatch.egress.AddressRange;
import org.lamplighter.desk.dispatch.egress.EgressGuard;
import org.lamplighter.desk.dispatch.egress.HttpPost;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.rest.Route;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

import javax.net.ssl.SSLContext;

/** Dispatch, made and run. */
public final class DispatchPart implements Part {
    /** How many deliveries are under way at most, over all targets. */
    static final int DELIVERIES_AT_ONCE = 64;

    /** What another desk wrote, or a wake-up that was lost, waits this long at most. */
    private static final Duration POLL = Duration.ofMillis(500);

    /** A delivery whose desk has died is taken over after four of these, at most eight. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final ScheduledExecutorService deadlines;
    private final TargetRoutes targetRoutes;
    private final DeliveryRoutes deliveryRoutes;
    private final CallbackRoutes callbackRoutes;

    /**
     * Case book and dispatch together, as the desk runs them, in the order they start.
     *
     * @throws IOException if the address the desk listens on cannot be resolved
     * @throws IllegalArgumentException if an allowed address is none
     */
    public static List<Part> withCases(DeskServices services) throws IOException {
        DeskConfig.Dispatch config = services.config().dispatch();
        List<AddressRange> allowed =
                config.allowAddresses().stream().map(AddressRange::parse).toList();
        boolean loopback =
                InetAddress.getByName(services.config().rest().host()).isLoopbackAddress();
        DeliveryOutbox outbox = new DeliveryOutbox(services.clock());
        CasesPart cases = new CasesPart(services, outbox, loopback, config.zone());
        DispatchPart dispatch =
                new DispatchPart(
                        services, DispatchConfig.of(allowed, loopback), outbox, cases.book());
        return List.of(dispatch, cases);
    }

    /**
     * @param outbox the one that {@code book} writes to
     * @param book moves cases when a target has taken an event or calls back
     */
    public DispatchPart(
            DeskServices services, DispatchConfig config, DeliveryOutbox outbox, CaseBook book) {
        InstantSource clock = services.clock();
        EgressGuard guard =
                new EgressGuard(config.allowAddresses(), config.allowLoopback(), config.resolver());
        this.deadlines =
                Executors.newSingleThreadScheduledExecutor(
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("desk-webhook-deadlines")
                                        .unstarted(task));
        WebhookSender sender =
                new WebhookSender(guard, new HttpPost(config.timeout(), tls(), deadlines, clock));
        TargetStore targets = new TargetStore(services.masterKey());
        Deliverer deliverer =
                new Deliverer(
                        services.jdbi(),
                        outbox,
                        targets,
                        book,
                        sender,
                        config.schedule(),
                        clock,
                        RandomGenerator.getDefault(),
                        services.metrics());
        this.scheduler =
                Scheduler.create(services.dataSource(), deliverer.task())
                        .schedulerName(new SchedulerName.Fixed("desk-" + UUID.randomUUID()))
                        .clock(clock::instant)
                        .threads(DELIVERIES_AT_ONCE)
                        // so many threads and no more: the scheduler itself hands over up to
                        // three times as many
                        .executorService(
                                Executors.newFixedThreadPool(
                                        DELIVERIES_AT_ONCE, Thread.ofVirtual().factory()))
                        .enableImmediateExecution()
                        .pollingInterval(POLL)
                        .heartbeatInterval(HEARTBEAT)
                        .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                        .shutdownMaxWait(STOP_WAIT)
                        .build();
        outbox.onWake(scheduler::triggerCheckForDueExecutions);
        this.targetRoutes =
                new TargetRoutes(services.jdbi(), targets, outbox, guard, sender, clock);
        this.deliveryRoutes = new DeliveryRoutes(services.jdbi(), outbox);
        this.callbackRoutes = new CallbackRoutes(services.jdbi(), targets, book, clock);
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(targetRoutes.routes());
        routes.addAll(deliveryRoutes.routes());
        routes.addAll(callbackRoutes.routes());
        return routes;
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/dispatch.json");
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
        deadlines.shutdownNow();
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
