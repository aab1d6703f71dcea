// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.CorrelatorState;
import org.lamplighter.correlate.area.AreaInput.News;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.ShippedPacks;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

class AreaBoundsTest {
    private static final Scope.OfArea MAIN = new Scope.OfArea("drainage_main", "M3");
    private static final Scope.OfArea FEEDER = new Scope.OfArea("feeder", "F1");

    private static final RuleBook BOOK = ShippedPacks.book();

    private final City city = new City();
    private final List<Trouble> troubles = new ArrayList<>();
    private AreaState state = AreaState.EMPTY;
    private String reason = "";

    @Test
    void anAreaKeepsFiveThousandAlarmsAndNoMore() {
        long now = begin(AreaCorrelator.MAX_ALARMS - 1);
        hear("C-last", now);
        assertThat(alarms()).isEqualTo(AreaCorrelator.MAX_ALARMS);

        hear("C-one-more", now + 1_000);

        assertThat(alarms()).isEqualTo(AreaCorrelator.MAX_ALARMS);
        assertThat(reason).isEqualTo("The area has 5000 raised alarms already.");
    }

    @Test
    void anAlarmThatIsOverMakesRoomForAnother() {
        long now = begin(AreaCorrelator.MAX_ALARMS - 1);
        hear("C-last", now);
        take(city.cleared("C-last", "sewer-overflow", now, now + 1));

        hear("C-one-more", now + 1_000);

        assertThat(alarms()).isEqualTo(AreaCorrelator.MAX_ALARMS);
        assertThat(reason).startsWith("C-one-more: ");
    }

    @Test
    void anAreaCountsTwentyThousandDevices() {
        AreaPolicy policy = policy("feeder-outage");
        TreeSet<DeviceId> registered = new TreeSet<>();
        for (int i = 0; i < AreaCorrelator.MAX_REGISTERED - 1; i++) {
            registered.add(new DeviceId("L-" + i));
        }
        AreaState full = keeping(policy, registered, new TreeMap<>());

        AreaCorrelation last = join(full, policy, "L-last");
        AreaCorrelation tooMany = join(last.next(), policy, "L-one-more");
        AreaCorrelation again = join(tooMany.next(), policy, "L-last");

        assertThat(last.reason()).isEqualTo("Registered.");
        assertThat(tooMany.reason()).isEqualTo("The area has 20000 devices already.");
        assertThat(again.reason()).isEqualTo("Registered.");
    }

    @Test
    void aTroubleListsFiftyAlarmsAndAllDevices() {
        for (int i = 0; i < Trouble.MAX_LISTED; i++) {
            hear("C-" + i, i);
        }
        time(100);
        assertThat(troubles.getLast().members()).hasSize(50);
        assertThat(troubles.getLast().devices()).hasSize(50);
        assertThat(troubles.getLast().reason()).doesNotContain("are listed");

        hear("C-50", 200);

        assertThat(troubles.getLast().members()).hasSize(50);
        assertThat(troubles.getLast().devices()).hasSize(51);
        assertThat(troubles.getLast().reason())
                .endsWith(
                        " 51 of 51 alarms are raised, on 51 devices of drainage_main:M3. 50 alarms"
                                + " are listed.");
    }

    @Test
    void theClaimsOf256AlarmsOfADeviceAreKept() {
        CorrelatorState device = CorrelatorState.EMPTY;
        for (int i = 0; i < Correlator.MAX_CLAIMED; i++) {
            device = claim(device, i);
        }
        assertThat(device.toString()).contains("256 claimed");

        assertThat(claim(device, Correlator.MAX_CLAIMED).toString()).contains("256 claimed");
    }

    /**
     * Begins with so many raised alarms, too far apart to collapse, all at once: a step for each
     * would take minutes. Returns a second after them.
     */
    private long begin(int count) {
        TreeMap<AlarmId, Tracked> alarms = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            city.cover("C-" + i, "M3");
            Tracked each = Tracked.of(city.raised("C-" + i, "sewer-overflow", 1_000L * i));
            alarms.put(each.id(), each);
        }
        state = keeping(policy("area-overflow"), new TreeSet<>(), alarms);
        return 1_000L * count;
    }

    private static AreaState keeping(
            AreaPolicy policy, SortedSet<DeviceId> registered, SortedMap<AlarmId, Tracked> alarms) {
        TreeMap<RuleId, Collapsing> collapses = new TreeMap<>();
        collapses.put(
                policy.id(),
                new Collapsing(
                        (AreaPolicy.Collapse) policy,
                        registered,
                        alarms,
                        new TreeMap<>(),
                        Optional.empty(),
                        List.of()));
        return new AreaState(City.START, 0, collapses, new TreeMap<>());
    }

    private static CorrelatorState claim(CorrelatorState device, int nth) {
        Instant at = City.at(nth);
        return Correlator.DEFAULT
                .onClaim(
                        device,
                        new Claim(
                                new AlarmId("a" + nth),
                                new DeviceId("C-17"),
                                "area-overflow",
                                Claimant.parse("area-overflow|drainage_main:M3"),
                                true,
                                at,
                                "It is so."))
                .next();
    }

    private void hear(String device, long second) {
        city.cover(device, "M3");
        take(city.raised(device, "sewer-overflow", second));
    }

    private void take(AlarmEvent alarm) {
        take(
                AreaCorrelator.DEFAULT.onInput(
                        state,
                        new AreaInput(
                                policy("area-overflow"),
                                MAIN,
                                new News.OfMember(alarm),
                                alarm.decidedAt())));
    }

    private void time(long second) {
        take(AreaCorrelator.DEFAULT.onTime(state, MAIN.text(), City.at(second)));
    }

    private void take(AreaCorrelation step) {
        state = step.next();
        reason = step.reason();
        troubles.addAll(step.troubles());
    }

    private int alarms() {
        return state.collapses.values().iterator().next().alarms().size();
    }

    private static AreaCorrelation join(AreaState state, AreaPolicy policy, String device) {
        return AreaCorrelator.DEFAULT.onInput(
                state,
                new AreaInput(policy, FEEDER, new News.Joined(new DeviceId(device)), City.START));
    }

    private static AreaPolicy policy(String id) {
        return BOOK.areaPolicies().stream()
                .filter(policy -> policy.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
