// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.profile.layout.Selector;
import org.lamplighter.profile.layout.Selector.Source;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code choose}. */
final class ChoiceReader {
    private static final List<String> BY = List.of("byte", "next", "field", "channel", "length");
    private static final List<String> KEYS =
            List.of("byte", "next", "field", "channel", "length", "bits", "cases", "default");

    private final Scope scope;
    private final FieldReader fields;

    ChoiceReader(Scope scope, FieldReader fields) {
        this.scope = scope;
        this.fields = fields;
    }

    Optional<Field> read(YamlValue value, boolean little) {
        Optional<YamlMap> map = value.map("choose", KEYS);
        Optional<String> by = map.flatMap(m -> m.needOneOf(BY));
        Optional<YamlMap> cases =
                map.flatMap(m -> m.need("cases", "{ 1: data }")).flatMap(v -> v.openMap("cases"));
        if (map.isEmpty() || by.isEmpty() || cases.isEmpty()) {
            return Optional.empty();
        }
        Optional<Selector> selector = selector(map.get(), by.get(), little);
        if (cases.get().entries().isEmpty()) {
            cases.get()
                    .asValue()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "a choice has at least one case",
                            "write 1: and the name of a layout or a list of fields");
        }
        List<Field.Case> read = new ArrayList<>();
        boolean channel = by.get().equals("channel");
        List<Range> ranges = new ArrayList<>();
        Set<String> channels = new HashSet<>();
        long most = most(selector);
        cases.get()
                .entries()
                .values()
                .forEach(
                        entry -> {
                            List<Field> content = fields.target(entry.value(), little);
                            if (channel) {
                                entry.key()
                                        .text("a case", Frame.MAX_CHANNEL_LENGTH)
                                        .filter(channels::add)
                                        .ifPresent(
                                                c ->
                                                        read.add(
                                                                new Field.Case.OfChannel(
                                                                        c, content)));
                            } else {
                                number(entry.key(), selector, most)
                                        .filter(r -> Ranges.isFree(entry.key(), r, ranges, "case"))
                                        .ifPresent(
                                                r ->
                                                        read.add(
                                                                new Field.Case.OfNumbers(
                                                                        r, content)));
                            }
                        });
        Field.Otherwise otherwise =
                map.get()
                        .find("default")
                        .<Field.Otherwise>map(
                                v ->
                                        isFault(v)
                                                ? new Field.Otherwise.Fault()
                                                : new Field.Otherwise.Fields(
                                                        fields.target(v, little)))
                        .orElseGet(Field.Otherwise.Fault::new);
        return selector.map(known -> new Field.Choose(known, read, otherwise));
    }

    /** A case that can be, at least in part; else that is reported. */
    private static Optional<Range> number(YamlValue key, Optional<Selector> by, long most) {
        long least = most == Long.MAX_VALUE ? Long.MIN_VALUE : 0;
        Optional<Range> range = Ranges.read(key, "a case", Long.MIN_VALUE, Long.MAX_VALUE);
        if (range.isEmpty() || by.isEmpty()) {
            return range;
        }
        if (!range.get().overlaps(new Range(least, most))) {
            key.report(
                    ProfileIssue.UNREACHABLE,
                    "what is looked at here is never "
                            + key.text("a case", 100).orElseThrow()
                            + ", but "
                            + least
                            + " to "
                            + most,
                    "remove the case, or look at something else");
            return Optional.empty();
        }
        return range.get().high() > most ? Ranges.read(key, "a case", least, most) : range;
    }

    private static boolean isFault(YamlValue value) {
        return !value.isList() && value.isWord("fault");
    }

    /** The largest number that the choice can see. */
    private static long most(Optional<Selector> selector) {
        return selector.orElse(null) instanceof Selector.OfNumber number
                        && number.high() - number.low() < 63
                ? (1L << (number.high() - number.low() + 1)) - 1
                : Long.MAX_VALUE;
    }

    private Optional<Selector> selector(YamlMap map, String by, boolean little) {
        if (by.equals("channel")) {
            map.find("channel").ifPresent(v -> v.word("choose by channel", List.of("true")));
            if (map.has("bits")) {
                map.requireKey("bits")
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "a channel has no bits",
                                "remove it, or choose by a byte");
            }
            return Optional.of(new Selector.Channel());
        }
        Optional<Source> source =
                map.find(by)
                        .flatMap(
                                value ->
                                        switch (by) {
                                            case "byte" ->
                                                    value.integer(
                                                                    "byte",
                                                                    -Payload.MAX_LENGTH,
                                                                    Payload.MAX_LENGTH - 1)
                                                            .map(
                                                                    n ->
                                                                            new Source.ByteAt(
                                                                                    n.intValue()));
                                            case "next" ->
                                                    TypeReader.unsigned(value, little)
                                                            .map(Source.Next::new);
                                            case "field" ->
                                                    scope.number(value).map(Source.Kept::new);
                                            default ->
                                                    value.word("choose by length", List.of("true"))
                                                            .map(yes -> new Source.Length());
                                        });
        if (source.isEmpty()) {
            return Optional.empty();
        }
        int width =
                switch (source.get()) {
                    case Source.ByteAt one -> 8;
                    case Source.Next next -> next.type().bits();
                    case Source.Kept kept -> 64;
                    case Source.Length length -> 17;
                };
        int[] bits =
                map.find("bits")
                        .flatMap(v -> NumberReader.bits(v, width))
                        .orElseGet(() -> new int[] {0, width - 1});
        return Optional.of(new Selector.OfNumber(source.get(), bits[0], bits[1]));
    }
}
