// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import org.lamplighter.evaluate.ServedTime;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.log.LogPosition;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Reading;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one frame does to the children of its device. Nothing is kept here: the caller keeps all of
 * it or nothing.
 *
 * @param steps one for each child that is registered, in the order of the frame
 * @param leftOut how many readings are of others; none of a frame that was seen before
 * @param detail why the first of those was left out; empty if there is none
 */
public record ChildSteps(List<Step> steps, int leftOut, String detail) {
    /** Of a frame that says nothing of children. */
    public static final ChildSteps NONE = new ChildSteps(List.of(), 0, "");

    /**
     * What became of one child.
     *
     * @param subject the child
     * @param detection its step
     */
    public record Step(Subject subject, Detection detection) {}

    /**
     * What is known of a device before its step.
     *
     * @param device the device
     * @param subject as rules see it; empty while its profile is unknown
     * @param state what is kept of it
     */
    public record Known(Device device, Optional<Subject> subject, DetectorState state) {}

    /**
     * Where the frame stands, and under which rules.
     *
     * @param rules the rules in force
     * @param source the input that heard it
     * @param position its place in the log
     * @param served the served clocks
     */
    public record Context(RuleBook rules, String source, LogPosition position, ServedTime served) {}

    public ChildSteps {
        steps = List.copyOf(steps);
    }

    /**
     * Takes the steps.
     *
     * @param parent the frame's device
     * @param ofParent what the frame did to it
     * @param find a device by its id
     */
    public static ChildSteps of(
            DeviceDetector detector,
            DeviceId parent,
            Detection ofParent,
            Function<String, Optional<Known>> find,
            Context context) {
        if (ofParent.ofChildren().isEmpty()) {
            return NONE;
        }
        Map<String, List<Reading>> byChild = new LinkedHashMap<>();
        for (Reading reading : ofParent.ofChildren()) {
            byChild.computeIfAbsent(reading.device().value(), child -> new ArrayList<>())
                    .add(reading);
        }
        List<Step> steps = new ArrayList<>(byChild.size());
        int given = ofParent.readings().size();
        int leftOut = 0;
        String detail = "";
        for (Map.Entry<String, List<Reading>> told : byChild.entrySet()) {
            Optional<Known> known = find.apply(told.getKey());
            String whyNot = whyNot(known, told.getKey(), parent);
            if (whyNot.isEmpty()) {
                Known child = known.orElseThrow();
                Subject subject = child.subject().orElseThrow();
                Detection detection =
                        detector.onChild(
                                child.state(),
                                subject,
                                told.getValue(),
                                ofParent.outcome(),
                                given,
                                context);
                given += detection.readings().size();
                steps.add(new Step(subject, detection));
            } else if (ofParent.outcome() instanceof Detection.Outcome.Fresh) {
                leftOut += told.getValue().size();
                detail = detail.isEmpty() ? whyNot : detail;
            }
        }
        return new ChildSteps(steps, leftOut, detail);
    }

    private static String whyNot(Optional<Known> known, String child, DeviceId parent) {
        if (known.isEmpty()) {
            return "the registry knows no device " + child;
        }
        Device device = known.get().device();
        if (!device.parent().equals(Optional.of(parent))) {
            return child + " is not registered as a child of " + parent;
        }
        if (device.disabled()) {
            return child + " is disabled";
        }
        return known.get().subject().isPresent()
                ? ""
                : child
                        + " has the profile "
                        + device.profile()
                        + ", which the registry does not know";
    }
}
