// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.registry.Device;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rule of a pack, checked and compiled.
 *
 * @param id its name
 * @param title for people
 * @param kinds the device kinds it is for; at least one
 * @param profiles the profiles it is for; empty for all
 * @param tags tags of which a device must carry one; empty for all
 * @param stages the severities, worst first: the first whose condition holds; the last has none
 * @param parameters what can be tuned, by name
 * @param trigger when it is raised and cleared
 * @param caseKind the kind of case it leads to
 * @param deadline how long the city has to act
 * @param groupWait how long an alarm waits for others of its area before it makes a case of its own
 */
public record Rule(
        RuleId id,
        Title title,
        Set<String> kinds,
        Set<String> profiles,
        Set<String> tags,
        List<Stage> stages,
        SortedMap<String, Parameter> parameters,
        Trigger trigger,
        CaseKind caseKind,
        Duration deadline,
        Duration groupWait) {
    public Rule {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        profiles = Collections.unmodifiableSet(new TreeSet<>(profiles));
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        stages = List.copyOf(stages);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** Whether it applies to a device of {@code kind}. */
    public boolean appliesTo(String kind, Device device) {
        return kinds.contains(kind)
                && (profiles.isEmpty() || profiles.contains(device.profile()))
                && (tags.isEmpty() || device.tags().stream().anyMatch(tags::contains));
    }

    /**
     * One severity and when an alarm has it.
     *
     * @param severity the severity
     * @param when its condition; empty for the lowest, which holds always; at most one
     */
    public record Stage(Severity severity, List<Condition> when) {
        public Stage {
            when = List.copyOf(when);
        }
    }

    /** When a rule is raised and cleared. */
    public sealed interface Trigger {}

    /**
     * By what a device reports.
     *
     * @param raise what is trouble
     * @param hold how long or how often it must be so
     * @param clear what ends the trouble
     * @param clearHold how long that must be so, in milliseconds
     * @param daylight when alone it is trouble; at most one, and any time if none
     */
    public record Threshold(
            Condition raise, Hold hold, Condition clear, Amount clearHold, List<Daylight> daylight)
            implements Trigger {
        public Threshold {
            daylight = List.copyOf(daylight);
        }
    }

    /**
     * By day alone, where the device is: the readings that show it and the end of the hold must be
     * within the daylight of one day.
     *
     * @param afterSunrise how long after sunrise the day begins, in milliseconds
     * @param beforeSunset how long before sunset it ends, in milliseconds
     */
    public record Daylight(Amount afterSunrise, Amount beforeSunset) {}

    /**
     * By a device's silence.
     *
     * @param intervals for how many expected intervals
     */
    public record Silence(Amount intervals) implements Trigger {}

    /**
     * How long or how often a condition must hold, unrefuted, before its alarm is raised: whichever
     * of the two comes first. Neither means at once.
     *
     * @param span for how long, in milliseconds; {@link Amount#NONE} if this does not count
     * @param times in how many readings; {@link Amount#NONE} if this does not count
     * @param within within what time those readings must come, in milliseconds; {@link Amount#NONE}
     *     for any
     * @param unless when it is raised at once all the same; at most one
     */
    public record Hold(Amount span, Amount times, Amount within, List<Condition> unless) {
        public Hold {
            unless = List.copyOf(unless);
        }
    }
}
