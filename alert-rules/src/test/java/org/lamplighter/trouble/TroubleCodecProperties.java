// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.ArbitraryAlarms;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.reading.DeviceId;

import java.time.Duration;
import java.util.List;

class TroubleCodecProperties {
    @Property(tries = 300)
    void everyTroubleIsReadBackAsItWasAndWrittenTheSameTwice(@ForAll("troubles") Trouble trouble) {
        byte[] json = TroubleCodec.toJson(trouble);

        Trouble parsed = TroubleCodec.parse(json);

        assertThat(parsed).isEqualTo(trouble);
        assertThat(TroubleCodec.toJson(parsed)).isEqualTo(json);
    }

    @Property(tries = 300)
    void theOrderInWhichMembersAreGivenDoesNotMatter(@ForAll("troubles") Trouble trouble) {
        Trouble reversed =
                new Trouble(
                        trouble.id(),
                        trouble.kind(),
                        trouble.scope(),
                        trouble.phase(),
                        trouble.title(),
                        trouble.severity(),
                        trouble.deadline(),
                        trouble.rev(),
                        trouble.decidedAt(),
                        trouble.reason(),
                        trouble.members().reversed(),
                        trouble.devices().reversed(),
                        trouble.claimants().reversed());

        assertThat(TroubleCodec.toJson(reversed)).isEqualTo(TroubleCodec.toJson(trouble));
    }

    @Provide
    Arbitrary<Trouble> troubles() {
        Arbitrary<Scope> scopes =
                Arbitraries.of("device:C-17", "drainage_main:M 3:a", "feeder:").map(Scope::parse);
        Arbitrary<TroubleId> ids = Arbitraries.of("00", "ff").map(TroubleId::new);
        Arbitrary<CaseKind> kinds = Arbitraries.of("cover-unsafe", "methane").map(CaseKind::new);
        return Combinators.combine(
                        ids,
                        kinds,
                        scopes,
                        Arbitraries.of(TroublePhase.class),
                        ArbitraryAlarms.titles(),
                        ArbitraryAlarms.instants(),
                        ArbitraryAlarms.texts(),
                        Combinators.combine(
                                        ArbitraryAlarms.alarms()
                                                .list()
                                                .uniqueElements(AlarmEvent::id)
                                                .ofMaxSize(4),
                                        Arbitraries.of("C-17", "C-18", "L-3")
                                                .map(DeviceId::new)
                                                .list()
                                                .ofMaxSize(4),
                                        Combinators.combine(kinds, scopes)
                                                .as(Claimant::new)
                                                .list()
                                                .ofMaxSize(3))
                                .as(Involved::new))
                .as(
                        (id, kind, scope, phase, title, at, reason, involved) ->
                                new Trouble(
                                        id,
                                        kind,
                                        scope,
                                        phase,
                                        title,
                                        Severity.MAJOR,
                                        Duration.ofHours(2),
                                        at.toEpochMilli() * Trouble.REVS_PER_MILLI,
                                        at,
                                        reason,
                                        involved.members(),
                                        involved.devices(),
                                        involved.claimants()));
    }

    private record Involved(
            List<AlarmEvent> members, List<DeviceId> devices, List<Claimant> claimants) {}
}
