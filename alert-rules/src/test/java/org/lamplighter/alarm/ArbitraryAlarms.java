// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Arbitrary alarms, with every kind of value, odd texts and far times. */
public final class ArbitraryAlarms {
    private ArbitraryAlarms() {}

    public static Arbitrary<AlarmEvent> alarms() {
        return Combinators.combine(
                        header(),
                        states(),
                        texts(),
                        parameters(),
                        evidence().list().ofMaxSize(3),
                        titles(),
                        Arbitraries.longs().between(0, 100_000).map(Duration::ofSeconds),
                        instants())
                .as(
                        (header, state, reason, parameters, evidence, title, deadline, decidedAt) ->
                                new AlarmEvent(
                                        header.id(),
                                        header.rule(),
                                        header.version(),
                                        new DeviceId("C-17"),
                                        title,
                                        header.severity(),
                                        header.kind(),
                                        deadline,
                                        header.groupWait(),
                                        state,
                                        header.rev(),
                                        decidedAt,
                                        reason,
                                        parameters,
                                        evidence));
    }

    public static Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(0, 4_102_444_800_000L)
                .map(Instant::ofEpochMilli)
                .injectDuplicates(0.1);
    }

    public static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(40);
    }

    public static Arbitrary<Title> titles() {
        return Combinators.combine(texts(), texts()).as(Title::new);
    }

    public static Arbitrary<AlarmState> states() {
        Arbitrary<AlarmState> raised = instants().map(AlarmState.Raised::new);
        Arbitrary<AlarmState> withdrawn = instants().map(AlarmState.Withdrawn::new);
        Arbitrary<AlarmState> cleared =
                Combinators.combine(instants(), instants()).as(AlarmState.Cleared::new);
        return Arbitraries.oneOf(raised, withdrawn, cleared);
    }

    public static Arbitrary<Evidence> evidence() {
        Arbitrary<PointValue> quantity =
                Arbitraries.doubles()
                        .filter(Double::isFinite)
                        .map(value -> new PointValue.Quantity(value));
        Arbitrary<PointValue> flag = Arbitraries.of(true, false).map(PointValue.Flag::new);
        Arbitrary<PointValue> text = texts().map(PointValue.Text::new);
        return Combinators.combine(
                        Arbitraries.of("tilt", "ch4", "open").map(PointName::new),
                        Arbitraries.oneOf(quantity, flag, text),
                        instants())
                .as(Evidence::new);
    }

    private static Arbitrary<SortedMap<String, String>> parameters() {
        return Arbitraries.maps(texts(), texts())
                .ofMaxSize(3)
                .map(entries -> new TreeMap<>(entries));
    }

    private static Arbitrary<Header> header() {
        return Combinators.combine(
                        Arbitraries.strings()
                                .withChars("0123456789abcdef")
                                .ofLength(32)
                                .map(AlarmId::new),
                        Arbitraries.of("cover-opened", "methane-high").map(RuleId::new),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.of(Severity.class),
                        Arbitraries.of("cover-unsafe", "methane").map(CaseKind::new),
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.longs().between(0, 100).map(Duration::ofSeconds))
                .as(Header::new);
    }

    private record Header(
            AlarmId id,
            RuleId rule,
            long version,
            Severity severity,
            CaseKind kind,
            long rev,
            Duration groupWait) {}
}
