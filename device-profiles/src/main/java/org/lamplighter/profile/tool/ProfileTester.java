// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Example;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Runs the examples of a profile. */
public final class ProfileTester {
    private static final DeviceId DEVICE = new DeviceId("example");

    private ProfileTester() {}

    /** What became of one example. */
    public sealed interface Outcome {
        Example example();

        /** The frame gave what was expected. */
        record Passed(Example example) implements Outcome {}

        /**
         * It did not.
         *
         * @param differences each in one line, at least one
         */
        record Failed(Example example, List<String> differences) implements Outcome {
            public Failed {
                differences = List.copyOf(differences);
            }
        }
    }

    /** Runs all examples of {@code profile}, in their order. */
    public static List<Outcome> test(DeviceProfile profile) {
        Decoder decoder = Decoder.of(profile);
        return profile.examples().stream().map(example -> test(decoder, example)).toList();
    }

    private static Outcome test(Decoder decoder, Example example) {
        Frame frame =
                new Frame(
                        new FrameId("example", FrameId.firstCounterOf(example.receivedAt())),
                        DEVICE,
                        "/example",
                        example.channel(),
                        example.payload());
        List<String> differences = differences(example.expectation(), decoder.decode(frame, 0));
        return differences.isEmpty()
                ? new Outcome.Passed(example)
                : new Outcome.Failed(example, differences);
    }

    private static List<String> differences(Example.Expectation expectation, Decoding decoding) {
        return switch (decoding) {
            case Decoding.Undecodable undecodable ->
                    switch (expectation) {
                        case Example.Fault fault ->
                                fault.fault() == undecodable.fault()
                                        ? List.of()
                                        : List.of(
                                                "expected the fault "
                                                        + fault.fault()
                                                        + ", got "
                                                        + describe(undecodable));
                        case Example.Readings readings ->
                                List.of(
                                        "expected a reading, got the fault "
                                                + describe(undecodable));
                    };
            case Decoding.Decoded decoded ->
                    switch (expectation) {
                        case Example.Fault fault ->
                                List.of(
                                        "expected the fault "
                                                + fault.fault()
                                                + ", got a reading of "
                                                + decoded.readings().getFirst().points().keySet());
                        case Example.Readings expected ->
                                differences(expected.readings(), decoded.readings());
                    };
        };
    }

    private static String describe(Decoding.Undecodable undecodable) {
        return undecodable.fault() + ": " + undecodable.detail();
    }

    private static List<String> differences(List<Example.Points> expected, List<Reading> found) {
        List<String> differences = new ArrayList<>();
        if (expected.size() != found.size()) {
            differences.add("expected " + count(expected.size()) + ", got " + count(found.size()));
        }
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            String which = found.size() == 1 ? "" : "reading " + (i + 1) + ": ";
            differences(expected.get(i), found.get(i))
                    .forEach(difference -> differences.add(which + difference));
        }
        return differences;
    }

    private static String count(int readings) {
        return readings == 1 ? "1 reading" : readings + " readings";
    }

    private static List<String> differences(Example.Points expected, Reading reading) {
        List<String> differences = new ArrayList<>();
        String device = DEVICE + (expected.child().isEmpty() ? "" : "." + expected.child());
        if (!device.equals(reading.device().value())) {
            differences.add("device: expected " + device + ", got " + reading.device());
        }
        for (Map.Entry<PointName, PointValue> point : expected.points().entrySet()) {
            PointValue found = reading.points().get(point.getKey());
            if (!point.getValue().equals(found)) {
                differences.add(
                        point.getKey()
                                + ": expected "
                                + text(point.getValue())
                                + ", got "
                                + (found == null ? "nothing" : text(found)));
            }
        }
        SortedMap<PointName, PointValue> points = reading.points();
        points.forEach(
                (name, value) -> {
                    if (!expected.points().containsKey(name)) {
                        differences.add(name + ": expected nothing, got " + text(value));
                    }
                });
        expected.time()
                .find()
                .filter(time -> !time.equals(reading.eventTime()))
                .ifPresent(
                        time ->
                                differences.add(
                                        "time: expected " + time + ", got " + reading.eventTime()));
        if (!expected.marks().equals(reading.marks())) {
            differences.add("marks: expected " + expected.marks() + ", got " + reading.marks());
        }
        return differences;
    }

    private static String text(PointValue value) {
        return switch (value) {
            case PointValue.Quantity quantity -> Double.toString(quantity.value());
            case PointValue.Flag flag -> Boolean.toString(flag.value());
            case PointValue.Text text -> "\"" + text.value() + "\"";
        };
    }
}
