// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Principal;
import org.lamplighter.desk.rest.Request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class CaseQueryTest {
    private final List<Fault> faults = new ArrayList<>();

    @Test
    void openStandsForEveryOpenState() {
        CaseQuery query =
                CaseQuery.read(request(Map.of("state", "open,closed", "limit", "500")), faults)
                        .orElseThrow();

        assertThat(query)
                .isEqualTo(
                        new CaseQuery(
                                List.of(
                                        "opened",
                                        "dispatched",
                                        "accepted",
                                        "handled",
                                        "verified",
                                        "recovered",
                                        "reopened",
                                        "closed"),
                                "",
                                "",
                                Instant.EPOCH,
                                CaseQuery.MAX_PAGE));
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThat(
                        CaseQuery.read(
                                request(
                                        Map.of(
                                                "state",
                                                "opend",
                                                "updatedSince",
                                                "today",
                                                "limit",
                                                "501")),
                                faults))
                .isEmpty();
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "query state: a case's state must be open or one of opened, dispatched,"
                            + " accepted, handled, verified, recovered, reopened, closed, rejected,"
                            + " withdrawn, absorbed, but is \"opend\"; give one of these, or"
                            + " several with commas",
                        "query updatedSince: it must be a time as ISO 8601 writes it, but is"
                                + " \"today\"; give one such as 2026-03-01T08:00:00Z",
                        "query limit: it must be a number from 1 to 500, but is \"501\"; ask for"
                                + " the next ones by updatedSince");
    }

    private static Request request(Map<String, String> queries) {
        return new Request(
                "/api/v1/cases", Map.of(), queries, Map.of(), new byte[0], new Principal("test"));
    }
}
