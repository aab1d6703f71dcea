// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds points that one reading gets twice, which is a fault in every frame, and times that are
 * told and reckoned. A point that may be absent may have its value elsewhere.
 */
final class TwiceChecker {
    private final BinaryLayout layout;
    private final Places places;
    private final Map<String, Set<PointName>> ofLayouts = new HashMap<>();

    TwiceChecker(BinaryLayout layout, Places places) {
        this.layout = layout;
        this.places = places;
    }

    /** Reports what some fields read twice. */
    void check(List<Field> fields, YamlValue at) {
        walk(fields, new HashSet<>(), at);
    }

    private void walk(List<Field> fields, Set<PointName> before, YamlValue at) {
        Set<PointName> read = new HashSet<>(before);
        for (Field field : fields) {
            YamlValue here = places.findPlace(field).orElse(at);
            if (field instanceof Field.Own own) {
                reportTimes(own, here);
                walk(own.fields(), Set.of(), here);
                continue;
            }
            Set<PointName> again = new TreeSet<>();
            for (PointName point : own(field)) {
                if (!read.add(point)) {
                    again.add(point);
                }
            }
            if (!again.isEmpty()) {
                here.report(
                        ProfileIssue.READ_TWICE,
                        "the layout reads the point \"" + again.iterator().next() + "\" twice",
                        "skip one of the two, or give it a point of its own");
            }
            boolean samples =
                    field instanceof Field.Tagged tagged && tagged.tags().samples().isPresent();
            for (List<Field> inner : field.inner()) {
                walk(inner, samples ? Set.of() : read, here);
            }
            if (field instanceof Field.Part part) {
                read.addAll(certain(part.fields()));
            }
        }
    }

    private static void reportTimes(Field.Own own, YamlValue at) {
        boolean told =
                own.fields().stream()
                        .anyMatch(
                                field ->
                                        field instanceof Field.Whole whole
                                                && whole.uses().stream()
                                                        .anyMatch(TwiceChecker::isTime));
        if (told && own.reading().time().isPresent()) {
            at.report(
                    ProfileIssue.READ_TWICE,
                    "the time of this reading is reckoned, and its fields tell one too",
                    "remove time, or read the other under a name");
        }
    }

    private static boolean isTime(Use use) {
        return use instanceof Use.Since || use instanceof Use.Age || use instanceof Use.OfDate;
    }

    /** The points that some fields give to the reading around them whenever they are read. */
    private Set<PointName> certain(List<Field> fields) {
        Set<PointName> points = new HashSet<>();
        for (Field field : fields) {
            points.addAll(own(field));
            if (field instanceof Field.Part part) {
                points.addAll(certain(part.fields()));
            }
        }
        return points;
    }

    private Set<PointName> ofLayout(String name) {
        Set<PointName> known = ofLayouts.get(name);
        if (known == null) {
            known = certain(layout.layouts().getOrDefault(name, List.of()));
            ofLayouts.put(name, known);
        }
        return known;
    }

    /**
     * The points of a field itself, or of the layout that it names, each as often as it is read.
     */
    private List<PointName> own(Field field) {
        List<PointName> points = new ArrayList<>();
        switch (field) {
            case Field.Named(String name) -> points.addAll(ofLayout(name));
            case Field.Whole whole -> add(whole.uses(), points);
            case Field.Words words -> add(words.uses(), points);
            case Field.Sliced sliced -> {
                for (Slice slice : sliced.slices()) {
                    add(slice.uses(), points);
                }
            }
            case Field.BitStream stream -> stream.bits().forEach(bits -> add(bits.uses(), points));
            case Field.Constant constant -> {}
            case Field.Skip skip -> {}
            case Field.Rest rest -> {}
            case Field.Move move -> {}
            case Field.Choose choose -> {}
            case Field.Repeat repeat -> {}
            case Field.Tagged tagged -> {}
            case Field.Flagged flagged -> {}
            case Field.Part part -> {}
            case Field.IfLeft ifLeft -> {}
            case Field.When when -> {}
            case Field.Check check -> {}
            case Field.Own own -> {}
        }
        return points;
    }

    private static void add(List<Use> uses, List<PointName> points) {
        for (Use use : uses) {
            if (use instanceof Use.OfPoint of) {
                boolean running =
                        of.conversion() instanceof Conversion.Linear line && line.running();
                boolean mayBeAbsent =
                        !of.absences().cases().isEmpty() || of.absences().notANumber().isPresent();
                if (!running && !mayBeAbsent) {
                    add(Optional.of(of.point()), points);
                }
                add(of.absences().status(), points);
                if (of.conversion() instanceof Conversion.Pieces pieces) {
                    add(pieces.error(), points);
                }
            }
        }
    }

    private static void add(Optional<PointRef> ref, List<PointName> points) {
        if (ref.isPresent() && ref.get() instanceof PointRef.One(PointName name)) {
            points.add(name);
        }
    }
}
