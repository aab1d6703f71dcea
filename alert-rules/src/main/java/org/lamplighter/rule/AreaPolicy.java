// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What alarms of devices that share an attribute mean together. */
public sealed interface AreaPolicy {
    /** Its name; policies and rules of a pack have different ones. */
    RuleId id();

    /** The version of the change that put it in force. */
    long version();

    /** The attribute of devices whose values are the areas, such as {@code drainage_main}. */
    String attribute();

    /** The same policy as put in force by another change. */
    AreaPolicy at(long version);

    /** The rules whose alarms an area's devices bring to it. */
    Set<RuleId> members();

    /** The kinds of devices that those rules are for. */
    Set<String> kinds();

    /** Whether an area must know all its devices, not only those with alarms. */
    boolean counts();

    /**
     * Many alarms of one area within a time are one trouble of the area.
     *
     * @param id its name
     * @param version the version of the change that put it in force
     * @param attribute whose values are the areas
     * @param title for people
     * @param severity of the area's trouble
     * @param caseKind the kind of case it leads to
     * @param deadline how long the city has to act
     * @param rules whose alarms count
     * @param kinds the kinds of devices those rules are for: the devices that a share is of
     * @param devices how many distinct devices it takes at least
     * @param percent what share of the area's registered devices it takes; 0 if only their number
     *     counts
     * @param within within what time their alarms must be raised
     * @param updateEvery how long further alarms wait until they are told together
     */
    record Collapse(
            RuleId id,
            long version,
            String attribute,
            Title title,
            Severity severity,
            CaseKind caseKind,
            Duration deadline,
            Set<RuleId> rules,
            Set<String> kinds,
            int devices,
            int percent,
            Duration within,
            Duration updateEvery)
            implements AreaPolicy {
        public Collapse {
            rules = Collections.unmodifiableSet(new TreeSet<>(rules));
            kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        }

        @Override
        public Set<RuleId> members() {
            return rules;
        }

        @Override
        public boolean counts() {
            return percent > 0;
        }

        @Override
        public AreaPolicy at(long other) {
            return new Collapse(
                    id,
                    other,
                    attribute,
                    title,
                    severity,
                    caseKind,
                    deadline,
                    rules,
                    kinds,
                    devices,
                    percent,
                    within,
                    updateEvery);
        }

        /** How many distinct devices it takes where {@code registered} are registered. */
        public int needed(int registered) {
            return Math.max(devices, Math.ceilDiv(registered * percent, 100));
        }
    }

    /**
     * While a device that others depend on is in trouble, their alarms are part of its trouble. An
     * area is then the devices whose attribute names that device.
     *
     * @param id its name
     * @param version the version of the change that put it in force
     * @param attribute that names the device they depend on, such as {@code cabinet}
     * @param when the rules whose alarms hide others
     * @param hides the rules whose alarms are hidden
     * @param kinds the kinds of devices those rules are for
     * @param before how long before the source's alarm those may have been raised that it hides
     * @param linger how long after it has cleared they stay hidden, so that the devices can report
     */
    record Inhibit(
            RuleId id,
            long version,
            String attribute,
            Set<RuleId> when,
            Set<RuleId> hides,
            Set<String> kinds,
            Duration before,
            Duration linger)
            implements AreaPolicy {
        public Inhibit {
            when = Collections.unmodifiableSet(new TreeSet<>(when));
            hides = Collections.unmodifiableSet(new TreeSet<>(hides));
            kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        }

        @Override
        public Set<RuleId> members() {
            return hides;
        }

        @Override
        public boolean counts() {
            return false;
        }

        @Override
        public AreaPolicy at(long other) {
            return new Inhibit(id, other, attribute, when, hides, kinds, before, linger);
        }
    }
}
