// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.lamplighter.alarm.AlarmEvent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Promise P4 over areas: in whatever order and however often the snapshots of alarms come, the same
 * cases stand in the end, with the same devices.
 */
class AreaProperties {
    private static final long SETTLED = 40_000;
    private static final int COVERS = 7;

    /** One alarm of a cover: when it is raised, and what becomes of it. */
    record Overflow(int cover, int raised, int end) {}

    @Property(tries = 300)
    void p4OrderAndCopiesOfSnapshotsDoNotChangeWhichCasesStand(
            @ForAll("storms") List<Overflow> storm, @ForAll Random random) {
        List<AlarmEvent> snapshots = snapshots(storm);
        List<AlarmEvent> other = new ArrayList<>(snapshots);
        snapshots.forEach(
                snapshot -> other.addAll(Collections.nCopies(random.nextInt(2), snapshot)));
        Collections.shuffle(other, random);

        assertThat(standing(other)).isEqualTo(standing(snapshots));
    }

    private static Set<String> standing(List<AlarmEvent> snapshots) {
        City city = city();
        snapshots.forEach(city::tell);
        return city.until(SETTLED).standing();
    }

    private static List<AlarmEvent> snapshots(List<Overflow> storm) {
        City city = city();
        List<AlarmEvent> snapshots = new ArrayList<>();
        for (Overflow each : storm) {
            String cover = "C-" + each.cover();
            int raised = each.raised();
            snapshots.add(city.raised(cover, "sewer-overflow", raised, 3_000));
            switch (each.end()) {
                case 1 -> snapshots.add(city.cleared(cover, "sewer-overflow", raised, 3_100));
                case 2 -> snapshots.add(city.withdrawn(cover, "sewer-overflow", raised, 3_200));
                default -> {}
            }
        }
        return snapshots;
    }

    private static City city() {
        City city = new City();
        for (int i = 0; i < COVERS; i++) {
            city.cover("C-" + i, "M3");
        }
        return city;
    }

    @Provide
    Arbitrary<List<Overflow>> storms() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, COVERS - 1),
                        Arbitraries.integers().between(0, 1_500),
                        Arbitraries.integers().between(0, 2))
                .as(Overflow::new)
                .list()
                .uniqueElements(each -> each.cover() + "/" + each.raised())
                .ofMinSize(1)
                .ofMaxSize(9);
    }
}
