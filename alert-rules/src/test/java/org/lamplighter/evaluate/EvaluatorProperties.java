// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import org.lamplighter.evaluate.RandomLogs.Entry;

import java.util.List;

final class EvaluatorProperties {
    /** Promise P4: neither order nor copies within the lateness bound change what is settled. */
    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void p4OrderAndCopiesDoNotMatter(@ForAll long seed) {
        RandomLogs logs = new RandomLogs(seed);

        LogRun sorted = LogRun.of(logs.sorted());

        for (int i = 0; i < 3; i++) {
            assertThat(LogRun.of(logs.shuffled()).settled()).isEqualTo(sorted.settled());
        }
    }

    /** Promise P4b: one log gives the same events, whatever calls and restarts come in between. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void p4bOneLogGivesTheSameEventsHoweverItIsRead(@ForAll long seed) {
        List<Entry> log = new RandomLogs(seed).shuffled();

        LogRun plain = LogRun.of(log);
        LogRun chopped = LogRun.chopped(log, seed);

        assertThat(chopped.events()).isEqualTo(plain.events());
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void everyStateSurvivesItsBytes(@ForAll long seed) {
        List<Entry> log = new RandomLogs(seed).shuffled();

        LogRun.of(log.subList(0, (int) (Math.abs(seed % 100) * log.size() / 100)))
                .states()
                .values()
                .forEach(
                        state -> {
                            byte[] bytes = DeviceStateCodec.encode(state);
                            assertThat(DeviceStateCodec.encode(DeviceStateCodec.decode(bytes)))
                                    .isEqualTo(bytes);
                        });
    }
}
