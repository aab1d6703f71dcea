// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.KafkaClients;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.log.Topic;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The case book, made and run. */
public final class CasesPart implements Part {
    private final CaseBook book;
    private final DecisionFeed decisions;
    private final IntakeLoop intake;
    private final CaseRoutes routes;
    private final CasePage page;

    /**
     * @param outbox gets every case event
     * @param pageIsOpen whether the page shows cases to everybody who reaches the port
     * @param zone the city's: the years of case numbers and the times of the page follow it
     */
    public CasesPart(DeskServices services, EventOutbox outbox, boolean pageIsOpen, ZoneId zone) {
        DeskConfig.Kafka kafka = services.config().kafka();
        String alarms = Topic.ALARMS.name(kafka.topicPrefix());
        String troubles = Topic.TROUBLES.name(kafka.topicPrefix());
        this.decisions =
                new DecisionFeed(
                        KafkaClients.settings(kafka, "desk-decisions"),
                        Topic.CASE_DECISIONS.name(kafka.topicPrefix()),
                        services.jdbi(),
                        services.clock());
        this.book = new CaseBook(outbox, decisions::wake, zone);
        this.intake =
                new IntakeLoop(
                        KafkaClients.settings(kafka, "desk-case-book"),
                        List.of(alarms, troubles),
                        services.jdbi(),
                        new Intake(
                                services.jdbi(),
                                book,
                                alarms,
                                services.clock(),
                                services.metrics()),
                        services.clock(),
                        services.metrics());
        this.routes = new CaseRoutes(services.jdbi(), outbox);
        this.page = new CasePage(services.jdbi(), outbox, pageIsOpen, zone, services.clock());
    }

    /** Moves cases, for those who hear what targets say. */
    public CaseBook book() {
        return book;
    }

    @Override
    public List<Route> routes() {
        List<Route> all = new ArrayList<>(routes.routes());
        all.addAll(page.routes());
        return all;
    }

    @Override
    public List<String> openApi() {
        return List.of("org/lamplighter/desk/openapi/cases.json");
    }

    @Override
    public void start() {
        decisions.start();
        intake.start();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return intake.notReadyBecause();
    }

    @Override
    public void close() {
        intake.close();
        decisions.close();
    }
}
