// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.profile.layout.DocumentLayout.Case;
import org.lamplighter.profile.layout.DocumentLayout.Choice;
import org.lamplighter.profile.layout.DocumentLayout.Constant;
import org.lamplighter.profile.layout.DocumentLayout.Each;
import org.lamplighter.profile.layout.DocumentLayout.Match;
import org.lamplighter.profile.layout.DocumentLayout.Member;
import org.lamplighter.profile.layout.DocumentLayout.Purpose;
import org.lamplighter.profile.layout.DocumentLayout.Section;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.OwnReading.Base;
import org.lamplighter.profile.layout.OwnReading.Reckoned;
import org.lamplighter.profile.layout.OwnReading.Step;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointName;

import java.time.ZoneId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one object, array or value. Immutable. */
final class SectionStep {
    private final List<Constant> constants;
    private final List<MemberStep> members;
    private final @Nullable ChoiceStep choice;
    private final List<ItemsStep> items;

    private SectionStep(
            List<Constant> constants,
            List<MemberStep> members,
            @Nullable ChoiceStep choice,
            List<ItemsStep> items) {
        this.constants = constants;
        this.members = members;
        this.choice = choice;
        this.items = items;
    }

    /** Compiles sections, each of them once. */
    static final class Compiler {
        private final Map<PointName, Integer> indexes;
        private final ZoneId zone;
        private final IdentityHashMap<Section, SectionStep> known = new IdentityHashMap<>();

        Compiler(Map<PointName, Integer> indexes, ZoneId zone) {
            this.indexes = indexes;
            this.zone = zone;
        }

        SectionStep compile(Section section) {
            SectionStep before = known.get(section);
            if (before != null) {
                return before;
            }
            SectionStep step =
                    new SectionStep(
                            section.constants(),
                            section.members().stream()
                                    .map(member -> new MemberStep(member, indexes, zone))
                                    .toList(),
                            section.choice().map(this::choice).orElse(null),
                            section.items().stream()
                                    .map(
                                            each ->
                                                    new ItemsStep(
                                                            each,
                                                            compile(each.section()),
                                                            namesOf(each)))
                                    .toList());
            known.put(section, step);
            return step;
        }

        private String[] namesOf(Each each) {
            Set<String> names = new TreeSet<>();
            declare(each.section(), names, Collections.newSetFromMap(new IdentityHashMap<>()));
            return names.toArray(String[]::new);
        }

        /** Adds the names that a section declares, and those of what is read within it. */
        private static void declare(Section section, Set<String> names, Set<Section> seen) {
            if (!seen.add(section)) {
                return;
            }
            for (Member member : section.members()) {
                member.path().register().ifPresent(names::add);
                for (Purpose purpose : member.purposes()) {
                    if (purpose instanceof Purpose.Keep(String name, boolean text)) {
                        names.add(name);
                    }
                }
            }
            section.constants()
                    .forEach(constant -> constant.path().register().ifPresent(names::add));
            section.choice()
                    .ifPresent(
                            choice -> {
                                choice.cases().forEach(one -> declare(one.section(), names, seen));
                                choice.otherwise().ifPresent(other -> declare(other, names, seen));
                            });
            for (Each inner : section.items()) {
                names.add(inner.index());
                inner.key().ifPresent(names::add);
                inner.in().register().ifPresent(names::add);
                declare(inner.section(), names, seen);
            }
        }

        private ChoiceStep choice(Choice choice) {
            return new ChoiceStep(
                    choice.by(),
                    choice.cases().stream().map(Case::match).toList(),
                    choice.cases().stream().map(Case::section).map(this::compile).toList(),
                    choice.otherwise().map(this::compile).orElse(null));
        }
    }

    /** Reads it; false if that failed. */
    boolean run(Node node, Registers registers) {
        node.used = true;
        for (Constant constant : constants) {
            if (!check(constant, node, registers)) {
                return false;
            }
        }
        for (MemberStep member : members) {
            if (!member.run(node, registers)) {
                return false;
            }
        }
        if (choice != null && !choice.run(node, registers)) {
            return false;
        }
        for (ItemsStep step : items) {
            if (!step.run(node, registers)) {
                return false;
            }
        }
        return true;
    }

    private static boolean check(Constant constant, Node node, Registers registers) {
        return Places.each(
                        constant.path(), node, registers, found -> is(constant, found, registers))
                && (Places.find(constant.path(), node) != null
                        || registers.out.fail(
                                DecodeFault.WRONG_CONSTANT,
                                "the member \"" + constant.path() + "\" is not there"));
    }

    private static boolean is(Constant constant, Node found, Registers registers) {
        return constant.among().stream().anyMatch(match -> Values.matches(match, found))
                || registers.out.fail(
                        DecodeFault.WRONG_CONSTANT,
                        "the member \""
                                + constant.path()
                                + "\" is "
                                + Values.shown(found)
                                + ", not "
                                + constant.among().stream()
                                        .map(Match::text)
                                        .collect(Collectors.joining(" or ")));
    }

    private record ChoiceStep(
            MemberPath by,
            List<Match> matches,
            List<SectionStep> sections,
            @Nullable SectionStep otherwise) {
        boolean run(Node node, Registers registers) {
            if (!registers.step()) {
                return false;
            }
            Node found = Places.find(by, node);
            for (int i = 0; found != null && i < matches.size(); i++) {
                if (Values.matches(matches.get(i), found)) {
                    return sections.get(i).run(node, registers);
                }
            }
            return otherwise != null
                    ? otherwise.run(node, registers)
                    : registers.out.fail(
                            DecodeFault.UNKNOWN_LAYOUT,
                            "no layout is for "
                                    + (found == null
                                            ? "a frame without the member \"" + by + "\""
                                            : "the member \""
                                                    + by
                                                    + "\", which is "
                                                    + Values.shown(found)));
        }
    }

    private static final class ItemsStep {
        private final Each each;
        private final SectionStep section;
        private final String[] counted;
        private final String[] names;

        /**
         * Items.
         *
         * @param names what an item keeps, which is no other item's
         */
        ItemsStep(Each each, SectionStep section, String[] names) {
            this.each = each;
            this.section = section;
            this.names = names;
            this.counted =
                    Stream.concat(Stream.of(each.index()), each.key().stream())
                            .toArray(String[]::new);
        }

        boolean run(Node node, Registers registers) {
            return Places.each(each.in(), node, registers, found -> all(found, registers));
        }

        private boolean all(Node found, Registers registers) {
            // items around these may be counted under the same name
            Registers.Held around = registers.hold(counted);
            Registers.Held before = registers.hold(names);
            boolean read = all(found, before, registers);
            around.restore();
            return read;
        }

        private boolean all(Node found, Registers.Held before, Registers registers) {
            int index = 0;
            switch (found) {
                case Node.Items items -> {
                    for (Node item : items.items) {
                        before.restore();
                        if (!one(item, index++, registers)) {
                            return false;
                        }
                    }
                }
                case Node.Members members -> {
                    for (Map.Entry<String, Node> member : members.members.entrySet()) {
                        before.restore();
                        each.key().ifPresent(name -> registers.keep(name, member.getKey()));
                        if (!one(member.getValue(), index++, registers)) {
                            return false;
                        }
                    }
                }
                case Node.Nothing nothing -> {}
                case Node.Numeric number -> {
                    return noItems(found, registers);
                }
                case Node.Text text -> {
                    return noItems(found, registers);
                }
                case Node.Flag flag -> {
                    return noItems(found, registers);
                }
                case Node.Other other -> {
                    return noItems(found, registers);
                }
            }
            return true;
        }

        private boolean noItems(Node found, Registers registers) {
            return registers.out.fail(
                    DecodeFault.WRONG_TYPE,
                    "the member \"" + each.in() + "\" is " + found.what() + ", not an array");
        }

        private boolean one(Node item, int index, Registers registers) {
            item.used = true;
            registers.keep(each.index(), index);
            if (!registers.step()) {
                return false;
            }
            if (each.own().isEmpty()) {
                return section.run(item, registers);
            }
            OwnReading own = each.own().get();
            int before = registers.out.open(own, index);
            if (before < 0) {
                return false;
            }
            registers.out.bytes(item.from, item.to);
            boolean read =
                    section.run(item, registers)
                            && (own.time().isEmpty() || time(own.time().get(), registers))
                            && (own.child().isEmpty() || child(own, registers));
            registers.out.close(before);
            return read;
        }

        private static boolean child(OwnReading own, Registers registers) {
            String child = registers.child(own.child());
            if (child != null) {
                registers.out.child(child);
            }
            return child != null;
        }

        private static boolean time(Reckoned time, Registers registers) {
            if (time.base() instanceof Base.Kept(String name)) {
                Long seconds = registers.number(name);
                if (seconds == null) {
                    return false;
                }
                registers.out.base(DeviceTimes.ofUnits(seconds, 1000, 0));
            }
            long step =
                    switch (time.step()) {
                        case Step.Fixed(var duration) -> duration.toMillis();
                        case Step.Kept(String name, var unit) -> {
                            Long number = registers.number(name);
                            yield number == null
                                    ? -1
                                    : Math.clamp(number, 0L, 1L << 32) * unit.toMillis();
                        }
                    };
            registers.out.step(step);
            return step >= 0;
        }
    }
}
