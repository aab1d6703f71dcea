// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Amount;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.Tags;
import org.lamplighter.profile.layout.Tags.Tag;
import org.lamplighter.profile.layout.Tags.Unknown;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code tlv}: values behind keys. */
final class TagReader {
    private static final List<String> KEYS =
            List.of("key", "length", "tags", "unknown", "sample", "order");

    private final Scope scope;
    private final FieldReader fields;
    private final boolean little;

    TagReader(Scope scope, FieldReader fields, boolean little) {
        this.scope = scope;
        this.fields = fields;
        this.little = little;
    }

    Optional<Field> read(YamlValue value) {
        Optional<YamlMap> map = value.map("tlv", KEYS);
        Optional<List<Optional<String>>> key =
                map.flatMap(m -> m.need("key", "[channel, type]")).flatMap(this::key);
        Optional<YamlValue> set =
                map.flatMap(m -> m.need("tags", "{ \"01 75\": [ { type: u8, point: … } ] }"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        boolean isLittle = FieldReader.isLittle(map.get(), little);
        Optional<List<Tag>> tags =
                set.flatMap(v -> tags(v, key.map(List::size).orElse(1), isLittle));
        Optional<Length> length = map.get().find("length").flatMap(v -> length(v, isLittle));
        Unknown unknown =
                map.get()
                        .find("unknown")
                        .flatMap(v -> v.word("unknown", List.of("fault", "stop", "skip")))
                        .map(word -> Unknown.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Unknown.FAULT);
        if (unknown == Unknown.SKIP && !map.get().has("length")) {
            map.get()
                    .find("unknown")
                    .orElseThrow()
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a value without a length cannot be skipped",
                            "write unknown: stop, which ends the part there");
        }
        Optional<Tags.Samples> samples = map.get().find("sample").flatMap(this::samples);
        if (key.isEmpty() || tags.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Field.Tagged(
                        new Tags(
                                key.get(),
                                length.map(Length::amount),
                                length.map(Length::first).orElse(false),
                                tags.get(),
                                unknown,
                                samples)));
    }

    private Optional<List<Tag>> tags(YamlValue value, int bytes, boolean isLittle) {
        Optional<YamlValue> set = scope.openTags(value);
        if (set.isEmpty()) {
            return Optional.empty();
        }
        List<Tag> tags = new ArrayList<>();
        Optional<YamlMap> named = set.get().openMap("tags");
        named.ifPresent(
                all ->
                        all.entries()
                                .forEach(
                                        (text, entry) -> {
                                            List<Field> content =
                                                    fields.target(entry.value(), isLittle);
                                            tag(entry.key(), text, bytes, content, tags)
                                                    .ifPresent(tags::add);
                                        }));
        scope.closeTags(value);
        if (named.isPresent() && named.get().entries().isEmpty()) {
            set.get().report(ProfileIssue.NOTHING_THERE, "there is at least one tag", "add one");
        }
        return named.map(all -> tags);
    }

    private record Length(Amount.Read amount, boolean first) {}

    private Optional<Length> length(YamlValue value, boolean isLittle) {
        if (!value.isMap()) {
            return TypeReader.unsigned(value, isLittle)
                    .map(type -> new Length(new Amount.Read(type, 0), false));
        }
        Optional<YamlMap> map = value.map("length", List.of("type", "plus", "first", "order"));
        Optional<IntegerType> type =
                map.flatMap(m -> m.need("type", "u8"))
                        .flatMap(
                                v ->
                                        TypeReader.unsigned(
                                                v, FieldReader.isLittle(map.get(), isLittle)));
        int plus =
                map.flatMap(m -> m.find("plus"))
                        .flatMap(v -> v.integer("plus", -Payload.MAX_LENGTH, Payload.MAX_LENGTH))
                        .map(Long::intValue)
                        .orElse(0);
        boolean first =
                map.flatMap(m -> m.find("first")).flatMap(v -> v.flag("first")).orElse(false);
        return type.map(known -> new Length(new Amount.Read(known, plus), first));
    }

    private Optional<Tags.Samples> samples(YamlValue value) {
        if (!value.isMap()) {
            return value.word("sample", List.of("not-greater"))
                    .map(word -> new OwnReading(false, List.of(), Optional.empty()))
                    .map(reading -> new Tags.Samples(reading, 0, 7));
        }
        List<String> keys = new ArrayList<>(OwnReadingReader.KEYS);
        keys.addFirst("bits");
        keys.addFirst("begins");
        return value.map("sample", keys)
                .flatMap(
                        map -> {
                            map.need("begins", "not-greater")
                                    .ifPresent(v -> v.word("begins", List.of("not-greater")));
                            int[] bits =
                                    map.find("bits")
                                            .flatMap(v -> NumberReader.bits(v, 8))
                                            .orElseGet(() -> new int[] {0, 7});
                            return new OwnReadingReader(scope)
                                    .read(map)
                                    .map(own -> new Tags.Samples(own, bits[0], bits[1]));
                        });
    }

    /** The names of a key's bytes: {@code u8}, {@code u16}, or a list of names. */
    private Optional<List<Optional<String>>> key(YamlValue value) {
        if (!value.isList()) {
            return value.word("key", List.of("u8", "u16", "u24", "u32"))
                    .map(word -> Integer.parseInt(word.substring(1)) / 8)
                    .map(bytes -> Collections.nCopies(bytes, Optional.<String>empty()));
        }
        List<Optional<String>> names = new ArrayList<>();
        for (YamlValue item : value.list("key").orElseThrow()) {
            names.add(item.isWord("u8") ? Optional.empty() : scope.declare(item, false));
        }
        if (names.isEmpty() || names.size() > Tags.MAX_KEY) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    "a key has 1 to " + Tags.MAX_KEY + " bytes, not " + names.size(),
                    "name each byte of it once");
            return Optional.empty();
        }
        return Optional.of(names);
    }

    private static Optional<Tag> tag(
            YamlValue at, String text, int bytes, List<Field> content, List<Tag> before) {
        String digits = text.replace(" ", "").toLowerCase(Locale.ROOT);
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
        }
        boolean good = digits.length() == 2 * bytes;
        long mask = -1;
        long value = 0;
        for (int i = 0; good && i < digits.length(); i += 2) {
            String one = digits.substring(i, i + 2);
            boolean any = one.equals("**");
            good = any || one.chars().allMatch(HexFormat::isHexDigit);
            if (good) {
                value = value << 8 | (any ? 0 : Integer.parseInt(one, 16));
                mask = any ? mask & ~(0xffL << (8 * (bytes - 1) - 4 * i)) : mask;
            }
        }
        if (!good) {
            at.report(
                    YamlIssue.BAD_HEX,
                    "a tag is the "
                            + bytes
                            + " hexadecimal bytes of a key, ** for any, not \""
                            + text
                            + "\"",
                    "write it such as \"" + "01 ".repeat(bytes - 1) + "75\"");
            return Optional.empty();
        }
        for (Tag other : before) {
            if (other.mask() == mask && other.value() == value) {
                at.report(
                        ProfileIssue.READ_TWICE,
                        "there is already a tag " + text,
                        "keep one of them");
                return Optional.empty();
            }
            // a key without ** goes before all that have one, wherever they stand
            boolean covers = (other.mask() & mask) == other.mask();
            if (mask != -1 && covers && (value & other.mask()) == other.value()) {
                at.report(
                        ProfileIssue.UNREACHABLE,
                        "each key that is " + text + " is of a tag before it",
                        "write the tag with more ** below the others");
                return Optional.empty();
            }
        }
        return Optional.of(new Tag(mask, value, content));
    }
}
