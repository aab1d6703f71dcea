// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.check.Places;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is declared and what is used over all fields of one layout. */
public final class Scope implements Places {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final SortedMap<PointName, Point> points;
    private final Set<String> layouts;
    private final Map<String, YamlValue> tagSets;
    private final SortedSet<String> numbers = new TreeSet<>();
    private final SortedSet<String> texts = new TreeSet<>();
    private final Set<PointName> pointsRead = new HashSet<>();
    private final Set<String> layoutsNamed = new TreeSet<>();
    private final List<NameUsed> used = new ArrayList<>();
    private final Set<String> tagSetsNamed = new TreeSet<>();
    private final Deque<String> tagSetsOpen = new ArrayDeque<>();
    private final IdentityHashMap<Field, YamlValue> places = new IdentityHashMap<>();
    private int fieldsRead;
    private boolean tooManyNames;

    private record NameUsed(YamlValue at, String name, boolean mayBeText) {}

    /** A scope without named tags. */
    public Scope(SortedMap<PointName, Point> points, Set<String> layouts) {
        this(points, layouts, Map.of());
    }

    /**
     * A scope.
     *
     * @param layouts the names of the layouts
     * @param tagSets the tags that several may name, and a profile that extends this one adds to
     */
    Scope(SortedMap<PointName, Point> points, Set<String> layouts, Map<String, YamlValue> tagSets) {
        this.points = points;
        this.tagSets = Map.copyOf(tagSets);
        this.layouts = new TreeSet<>(layouts);
    }

    public SortedMap<PointName, Point> points() {
        return points;
    }

    public Set<PointName> pointsRead() {
        return pointsRead;
    }

    Set<String> layoutsNamed() {
        return layoutsNamed;
    }

    public SortedSet<String> numbers() {
        return numbers;
    }

    public SortedSet<String> texts() {
        return texts;
    }

    /** Where a field is written, for what is found when all are read. */
    void place(Field field, YamlValue value) {
        places.put(field, value);
    }

    @Override
    public Optional<YamlValue> findPlace(Field field) {
        return Optional.ofNullable(places.get(field));
    }

    /** A name that something is kept under, if it is one. */
    public Optional<String> declare(YamlValue value, boolean text) {
        Optional<String> name = value.text("a name", 64);
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            value.report(
                    ProfileIssue.BAD_NAME,
                    "a name is a lower-case letter and at most 63 lower-case letters, digits and"
                            + " _, not \""
                            + name.get()
                            + "\"",
                    "choose a name such as count");
            return Optional.empty();
        }
        if (name.isPresent()) {
            boolean other = (text ? numbers : texts).contains(name.get());
            (text ? texts : numbers).add(name.get());
            if (other) {
                value.report(
                        ProfileIssue.READ_TWICE,
                        "\"" + name.get() + "\" is a number in one place and a text in another",
                        "give them different names");
            } else {
                reportTooManyNames(value);
            }
        }
        return name;
    }

    /** Reports names beyond those that a layout keeps, once; some are declared without a place. */
    void reportTooManyNames(YamlValue value) {
        if (!tooManyNames && numbers.size() + texts.size() > BinaryLayout.MAX_NAMES) {
            tooManyNames = true;
            value.report(
                    ProfileIssue.TOO_MANY_NAMES,
                    "a layout keeps at most " + BinaryLayout.MAX_NAMES + " names",
                    "use a name again where its last value is not needed any more");
        }
    }

    /** A name that a number is kept under. */
    public void declareNumber(String name) {
        numbers.add(name);
    }

    /** The name of a number that is kept somewhere, which is looked at in the end. */
    Optional<String> number(YamlValue value) {
        Optional<String> name = value.text("a name", 64);
        name.ifPresent(known -> used.add(new NameUsed(value, known, false)));
        return name;
    }

    /** A name within a text. */
    void use(YamlValue value, String name, boolean mayBeText) {
        used.add(new NameUsed(value, name, mayBeText));
    }

    /** The fields of a layout that is named, or an issue. */
    Optional<Field> layout(YamlValue value) {
        Optional<String> name = value.text("a layout's name", 200);
        if (name.isPresent() && !layouts.contains(name.get())) {
            value.report(
                    ProfileIssue.UNKNOWN_LAYOUT,
                    "there is no layout \"" + name.get() + "\"",
                    Suggestions.hint(name.get(), layouts));
            return Optional.empty();
        }
        name.ifPresent(layoutsNamed::add);
        return name.map(Field.Named::new);
    }

    /**
     * The mapping of tags: itself, or the one that is named. A set that is named is open from then
     * on, until {@link #closeTags}, and is not to be named within.
     */
    Optional<YamlValue> openTags(YamlValue value) {
        if (value.isMap()) {
            return Optional.of(value);
        }
        Optional<String> name = value.text("tags", 200);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!tagSets.containsKey(name.get())) {
            value.report(
                    ProfileIssue.UNKNOWN_LAYOUT,
                    "there are no tags \"" + name.get() + "\"",
                    Suggestions.hint(name.get(), new TreeSet<>(tagSets.keySet())));
            return Optional.empty();
        }
        tagSetsNamed.add(name.get());
        if (tagSetsOpen.contains(name.get())) {
            value.report(
                    ProfileIssue.LAYOUT_CYCLE,
                    "the tags \"" + name.get() + "\" stand within themselves",
                    "write the keys that may stand within as tags of their own");
            return Optional.empty();
        }
        if (tagSetsOpen.size() == BinaryLayout.MAX_DEPTH) {
            value.report(
                    ProfileIssue.NESTED_TOO_DEEP,
                    "named tags stand within named tags at most "
                            + BinaryLayout.MAX_DEPTH
                            + " deep",
                    "nest less");
            return Optional.empty();
        }
        tagSetsOpen.addLast(name.get());
        return name.map(tagSets::get);
    }

    /** The tags that {@link #openTags} gave for {@code value} have been read. */
    void closeTags(YamlValue value) {
        if (!value.isMap()) {
            tagSetsOpen.removeLast();
        }
    }

    /** The tags that no field names. */
    SortedSet<String> unusedTags() {
        SortedSet<String> unused = new TreeSet<>(tagSets.keySet());
        unused.removeAll(tagSetsNamed);
        return unused;
    }

    /**
     * Whether one more field may be read. Tags are read anew wherever they are named, so that a
     * short text may ask for more fields than there is memory for.
     */
    boolean hasRoom(YamlValue value) {
        fieldsRead++;
        if (fieldsRead == BinaryLayout.MAX_FIELDS + 1) {
            value.report(
                    ProfileIssue.TOO_MANY_FIELDS,
                    "a layout has at most "
                            + BinaryLayout.MAX_FIELDS
                            + " fields, and those of named tags count wherever they are named",
                    "name fewer tags within tags");
        }
        return fieldsRead <= BinaryLayout.MAX_FIELDS;
    }

    /** Reports names that are used and that nothing is kept under. */
    public void reportUnknownNames() {
        for (NameUsed use : used) {
            boolean known =
                    numbers.contains(use.name()) || (use.mayBeText() && texts.contains(use.name()));
            if (!known) {
                Set<String> names = new TreeSet<>(numbers);
                if (use.mayBeText()) {
                    names.addAll(texts);
                }
                use.at()
                        .report(
                                ProfileIssue.UNKNOWN_NAME,
                                (texts.contains(use.name())
                                        ? "\"" + use.name() + "\" is a text, no number"
                                        : "nothing is read with the name \"" + use.name() + "\""),
                                names.isEmpty()
                                        ? "write name: " + use.name() + " at the field that it is"
                                        : Suggestions.hint(use.name(), names));
            }
        }
    }
}
