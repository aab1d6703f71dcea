// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.cases.CaseState;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The plain page with the open cases: made here, without a script, and read again by the browser
 * every few seconds. Everything that comes from devices or people is escaped, whatever it says.
 * Safe to share between threads.
 *
 * <p>It shows cases without a token only while the desk listens on loopback alone; else it says how
 * to read them.
 */
final class CasePage {
    /** The most cases shown. */
    static final int MAX_CASES = 200;

    private static final String STYLE_PATH = "/desk.css";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final Jdbi jdbi;
    private final EventOutbox outbox;
    private final boolean open;
    private final ZoneId zone;
    private final InstantSource clock;
    private final CaseStore store = new CaseStore();

    /**
     * @param open whether everybody who reaches the port may see the cases
     */
    CasePage(Jdbi jdbi, EventOutbox outbox, boolean open, ZoneId zone, InstantSource clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.open = open;
        this.zone = zone;
        this.clock = clock;
    }

    List<Route> routes() {
        String style = resource("desk.css");
        return List.of(
                Route.open(Route.Method.GET, "/", request -> Answer.html(page())),
                Route.open(
                        Route.Method.GET,
                        STYLE_PATH,
                        request -> new Answer.Text(200, "text/css", style)));
    }

    private String page() {
        StringBuilder html = new StringBuilder(4096);
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width,"
                                + " initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"refresh\" content=\"5\">\n"
                                + "<title>Lamplighter: open cases</title>\n")
                .append("<link rel=\"stylesheet\" href=\"")
                .append(STYLE_PATH)
                .append("\">\n</head>\n<body>\n<main>\n");
        if (open) {
            appendCases(html);
        } else {
            html.append(
                    "<h1>Lamplighter</h1>\n"
                        + "<p>The desk listens beyond this machine, so this page shows no cases."
                        + " Read them at <code>/api/v1/cases</code> with an API token.</p>\n");
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void appendCases(StringBuilder html) {
        List<String> states =
                java.util.Arrays.stream(CaseState.values())
                        .filter(CaseState::isOpen)
                        .map(CaseState::text)
                        .toList();
        // one more than is shown tells whether there are more
        List<CaseRow> found =
                jdbi.withHandle(handle -> store.newest(handle, states, MAX_CASES + 1));
        boolean more = found.size() > MAX_CASES;
        List<CaseRow> rows = more ? found.subList(0, MAX_CASES) : found;
        html.append("<h1>Open cases <span lang=\"zh\">未结案件</span></h1>\n<p>");
        if (more) {
            html.append("The ").append(MAX_CASES).append(" that were opened last.");
        } else if (rows.isEmpty()) {
            html.append("No case is open.");
        } else {
            html.append(rows.size()).append(rows.size() == 1 ? " case." : " cases.");
        }
        html.append(" As of ").append(time(clock.instant())).append(".</p>\n");
        long held = jdbi.withHandle(outbox::held);
        if (held > 0) {
            html.append("<p class=\"late\">Event deliveries that wait for an operator: ")
                    .append(held)
                    .append(" (<code>GET /api/v1/deliveries?state=parked</code>).</p>\n");
        }
        if (rows.isEmpty()) {
            return;
        }
        html.append(
                "<table>\n"
                    + "<thead><tr><th scope=\"col\">Number</th><th scope=\"col\">What</th><th"
                    + " scope=\"col\">Severity</th><th scope=\"col\">State</th><th"
                    + " scope=\"col\">Where</th><th scope=\"col\">Opened</th><th scope=\"col\">Act"
                    + " by</th><th scope=\"col\">Why</th></tr></thead>\n"
                    + "<tbody>\n");
        rows.forEach(row -> appendRow(html, row));
        html.append("</tbody>\n</table>\n");
    }

    private void appendRow(StringBuilder html, CaseRow row) {
        boolean late = row.deadline().isBefore(clock.instant());
        html.append("<tr class=\"").append(row.severity().text()).append("\"><td>");
        html.append(escape(row.number())).append("</td><td>");
        html.append(escape(row.title().en())).append(" <span lang=\"zh\">");
        html.append(escape(row.title().zh())).append("</span></td><td>");
        html.append(escape(row.severity().text())).append("</td><td>");
        html.append(escape(row.standing().state().text())).append("</td><td>");
        html.append(escape(where(row))).append("</td><td>");
        html.append(time(row.openedAt()))
                .append("</td><td")
                .append(late ? " class=\"late\"" : "")
                .append(">");
        html.append(time(row.deadline())).append(late ? " (passed)" : "").append("</td><td>");
        html.append(escape(row.reason())).append("</td></tr>\n");
    }

    private static String where(CaseRow row) {
        return Optional.ofNullable(row.place().attributes().get("name"))
                .map(name -> name + " (" + row.scope().text() + ")")
                .orElse(row.scope().text());
    }

    private String time(Instant instant) {
        return "<time datetime=\""
                + instant
                + "\">"
                + escape(TIME.format(instant.atZone(zone)))
                + "</time>";
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    private static String resource(String name) {
        try (InputStream in = CasePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the resource " + name + " is missing from the desk's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }
}
