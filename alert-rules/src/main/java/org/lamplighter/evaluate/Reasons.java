// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.Evidence;
import org.lamplighter.evaluate.Episode.Cause;
import org.lamplighter.evaluate.PlannedRule.Timing;
import org.lamplighter.reading.PointValue;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.Spans;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Why, in one English sentence with the values. Times are ISO 8601 in UTC. */
final class Reasons {
    private Reasons() {}

    static String raised(PlannedRule rule, Episode episode) {
        Cause cause = episode.raised();
        String since = Instant.ofEpochMilli(cause.since()).toString();
        return switch (cause.how()) {
            case AT_ONCE -> "Raised because " + raise(rule) + " holds" + values(rule, cause) + ".";
            case HELD ->
                    "Raised because "
                            + raise(rule)
                            + " has held for "
                            + hold(rule)
                            + " since "
                            + since
                            + values(rule, cause)
                            + ".";
            case COUNTED ->
                    "Raised because "
                            + raise(rule)
                            + " held in "
                            + cause.detail()
                            + " readings since "
                            + since
                            + values(rule, cause)
                            + ".";
            case UNLESS ->
                    "Raised at once because " + unless(rule) + " holds" + values(rule, cause) + ".";
            case SILENT ->
                    "Raised because nothing was heard for "
                            + silence(rule)
                            + " since "
                            + since
                            + (cause.detail().isEmpty()
                                    ? ", when it was registered."
                                    : ", when " + cause.detail() + " last heard it.");
            case NONE, CLEAR, CLEAR_HELD, REPORTED, STAGED, RULE_GONE, DEVICE_GONE ->
                    throw new IllegalStateException("nothing is raised by " + cause.how());
        };
    }

    static String cleared(PlannedRule rule, Episode episode) {
        Cause cause = episode.cleared();
        String since = Instant.ofEpochMilli(cause.since()).toString();
        return switch (cause.how()) {
            case CLEAR -> "Cleared because " + clear(rule) + " holds" + values(rule, cause) + ".";
            case CLEAR_HELD ->
                    "Cleared because "
                            + clear(rule)
                            + " has held for "
                            + clearHold(rule)
                            + " since "
                            + since
                            + values(rule, cause)
                            + ".";
            case REPORTED ->
                    "Cleared because it was heard again at "
                            + since
                            + " through "
                            + cause.detail()
                            + ".";
            case RULE_GONE -> "Cleared because the rule no longer applies to the device.";
            case DEVICE_GONE -> "Cleared because the device was removed.";
            case NONE, AT_ONCE, HELD, COUNTED, UNLESS, SILENT, STAGED ->
                    throw new IllegalStateException("nothing is cleared by " + cause.how());
        };
    }

    static String staged(PlannedRule rule, Episode episode) {
        Cause cause = episode.staged();
        return "Severity changed from "
                + cause.detail()
                + " to "
                + episode.severity().text()
                + stage(rule, episode)
                + values(rule, cause)
                + ".";
    }

    static String corrected(String reason, Announced before, Episode episode) {
        String raised =
                before.raisedAt() == episode.raisedAt()
                        ? ""
                        : " it was announced as raised at "
                                + Instant.ofEpochMilli(before.raisedAt())
                                + ";";
        String cleared =
                before.clearedAt() == Episode.NEVER || before.clearedAt() == episode.clearedAt()
                        ? ""
                        : " it was announced as cleared at "
                                + Instant.ofEpochMilli(before.clearedAt())
                                + ";";
        String both = raised + cleared;
        return reason
                + " Corrected by readings that came late:"
                + both.substring(0, both.length() - 1)
                + ".";
    }

    static String withdrawn() {
        return "Withdrawn because readings that came late show that it never was.";
    }

    private static String stage(PlannedRule rule, Episode episode) {
        List<Rule.Stage> stages = rule.rule().stages();
        for (Rule.Stage stage : stages) {
            if (stage.severity() == episode.severity() && !stage.when().isEmpty()) {
                return " because " + quoted(stage.when().getFirst().text()) + " holds";
            }
        }
        return " because no condition of a worse one holds";
    }

    private static String raise(PlannedRule rule) {
        return rule.timing() instanceof Timing.ByValue timing
                ? quoted(timing.raise().condition().text())
                : "its condition";
    }

    private static String clear(PlannedRule rule) {
        return rule.timing() instanceof Timing.ByValue timing
                ? quoted(timing.clear().condition().text())
                : "its condition";
    }

    private static String unless(PlannedRule rule) {
        return rule.timing() instanceof Timing.ByValue timing && !timing.unless().isEmpty()
                ? quoted(timing.unless().getFirst().condition().text())
                : "its condition";
    }

    private static String hold(PlannedRule rule) {
        return rule.timing() instanceof Timing.ByValue timing ? span(timing.hold()) : "its hold";
    }

    private static String clearHold(PlannedRule rule) {
        return rule.timing() instanceof Timing.ByValue timing
                ? span(timing.clearHold())
                : "its clear-hold";
    }

    private static String silence(PlannedRule rule) {
        return rule.timing() instanceof Timing.BySilence silence
                ? Spans.formatNumber(silence.intervals())
                        + " expected intervals of "
                        + Spans.format(silence.expected())
                        + " in service"
                : "its time";
    }

    private static String span(long millis) {
        return Spans.format(java.time.Duration.ofMillis(millis));
    }

    private static String quoted(String condition) {
        return "\"" + condition + "\"";
    }

    private static String values(PlannedRule rule, Cause cause) {
        return cause.evidence().isEmpty()
                ? ""
                : cause.evidence().stream()
                        .map(evidence -> value(rule, evidence))
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String value(PlannedRule rule, Evidence evidence) {
        String unit = rule.points().getOrDefault(evidence.point(), "");
        return evidence.point()
                + " = "
                + switch (evidence.value()) {
                    case PointValue.Quantity quantity ->
                            Spans.formatNumber(quantity.value())
                                    + (unit.isEmpty() || unit.equals("°") || unit.equals("%")
                                            ? unit
                                            : " " + unit);
                    case PointValue.Flag flag -> String.valueOf(flag.value());
                    case PointValue.Text text -> "\"" + text.value() + "\"";
                }
                + " at "
                + evidence.at();
    }
}
