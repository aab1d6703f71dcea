// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.decode.Decoding;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.evaluate.ServedTime;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.evaluate.Verdict;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.RuleBook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

final class ChildStepsTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    private static final DeviceDetector DETECTOR = DeviceDetector.DEFAULT;
    private static final ServedTime SERVED =
            new ServedTime() {
                @Override
                public Duration served(String source, Instant at) {
                    return Duration.between(Instant.EPOCH, at);
                }

                @Override
                public Instant reached(String source, Duration served) {
                    return Instant.EPOCH.plus(served);
                }
            };

    private final Map<String, ChildSteps.Known> registry = new HashMap<>();
    private DetectorState parent = DetectorState.EMPTY;

    @Test
    void eachChildTakesAStepOfItsOwnAndOrdinalsGoOnFromTheSenders() {
        register("box.1", "box", false, true);
        register("box.2", "box", false, true);

        Detection sender = sender(AT, of("box.2"), of("box"), of("box.1"), of("box.2"));
        ChildSteps steps = steps(sender, AT);

        assertThat(sender.readings()).extracting(LoggedReading::ordinal).containsExactly(0);
        assertThat(steps.steps())
                .extracting(step -> step.subject().id().value())
                .containsExactly("box.2", "box.1");
        assertThat(steps.steps().getFirst().detection().readings())
                .extracting(LoggedReading::ordinal)
                .containsExactly(1, 2);
        assertThat(steps.steps().getLast().detection().readings())
                .extracting(LoggedReading::ordinal)
                .containsExactly(3);
        assertThat(steps.steps().getFirst().detection().outcome())
                .isInstanceOfSatisfying(
                        Detection.Outcome.Fresh.class,
                        fresh ->
                                assertThat(fresh.verdicts())
                                        .containsExactly(Verdict.IN_ORDER, Verdict.IN_ORDER));
        assertThat(steps.leftOut()).isZero();
        assertThat(steps.detail()).isEmpty();
    }

    @Test
    void aCopyGivesNoReadingsAndLeavesNothingOut() {
        register("box.1", "box", false, true);
        Detection first = sender(AT, of("box.1"), of("box.9"));
        assertThat(steps(first, AT).leftOut()).isEqualTo(1);
        parent = first.next();

        Detection copy = sender(AT.plusSeconds(5), of("box.1"), of("box.9"));
        ChildSteps steps = steps(copy, AT.plusSeconds(5));

        assertThat(copy.outcome()).isInstanceOf(Detection.Outcome.Duplicate.class);
        assertThat(steps.steps()).hasSize(1);
        assertThat(steps.steps().getFirst().detection().readings()).isEmpty();
        assertThat(steps.leftOut()).isZero();
    }

    @Test
    void aLateChildIsMarkedAndCounted() {
        register("box.1", "box", false, true);
        Instant late = AT.plus(Duration.ofMinutes(16));

        Detection child = steps(sender(late, of("box.1")), late).steps().getFirst().detection();

        assertThat(child.counts().late()).isEqualTo(1);
        assertThat(child.readings().getFirst().reading().marks()).containsExactly(Mark.LATE);
    }

    @Test
    void saysWhyTheFirstWasLeftOut() {
        register("other.1", "other", false, true);
        register("box.2", "box", true, true);
        register("box.3", "box", false, false);

        assertThat(leftOut("box.1")).isEqualTo("1 the registry knows no device box.1");
        assertThat(leftOut("other.1")).isEqualTo("1 other.1 is not registered as a child of box");
        assertThat(leftOut("box.2")).isEqualTo("1 box.2 is disabled");
        assertThat(leftOut("box.3"))
                .isEqualTo("1 box.3 has the profile lamp, which the registry does not know");
        assertThat(leftOut("box.2", "box.1", "box.2")).isEqualTo("3 box.2 is disabled");
        assertThat(leftOut("box")).isEqualTo("0 ");
    }

    private String leftOut(String... devices) {
        Reading[] readings = Arrays.stream(devices).map(ChildStepsTest::of).toArray(Reading[]::new);
        ChildSteps steps = steps(sender(AT, readings), AT);
        return steps.leftOut() + " " + steps.detail();
    }

    private Detection sender(Instant logTime, Reading... readings) {
        return DETECTOR.onDecoded(
                parent,
                subject("box", Optional.empty(), false),
                RuleBook.EMPTY,
                new Decoding.Decoded(
                        new ArrayList<>(List.of(readings)), DuplicateKey.ofSequence(7, AT), 0),
                "/gw1/mqtt",
                new LogPosition(0, 1, logTime),
                SERVED);
    }

    private ChildSteps steps(Detection ofParent, Instant logTime) {
        return ChildSteps.of(
                DETECTOR,
                new DeviceId("box"),
                ofParent,
                id -> Optional.ofNullable(registry.get(id)),
                new ChildSteps.Context(
                        RuleBook.EMPTY, "/gw1/mqtt", new LogPosition(0, 1, logTime), SERVED));
    }

    private void register(String id, String of, boolean disabled, boolean profileKnown) {
        Subject subject = subject(id, Optional.of(new DeviceId(of)), disabled);
        registry.put(
                id,
                new ChildSteps.Known(
                        subject.device(),
                        profileKnown ? Optional.of(subject) : Optional.empty(),
                        DetectorState.EMPTY));
    }

    private static Subject subject(String id, Optional<DeviceId> parent, boolean disabled) {
        return new Subject(
                new Device(
                        new DeviceId(id),
                        "lamp",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        disabled,
                        Credentials.NONE,
                        parent),
                "streetlight",
                Duration.ofHours(1));
    }

    private static Reading of(String device) {
        return new Reading(
                new DeviceId(device),
                "cabinet",
                1,
                AT,
                AT,
                TimeSource.DEVICE,
                3,
                Set.of(),
                new TreeMap<>(Map.of(new PointName("on"), new PointValue.Flag(true))));
    }
}
