// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads lists of fields: each is a mapping with one key that says what form it has. */
public final class FieldReader {
    private static final List<String> FORMS =
            List.of(
                    "type",
                    "bytes",
                    "skip",
                    "at",
                    "layout",
                    "choose",
                    "repeat",
                    "tlv",
                    "flagged",
                    "part",
                    "if-left",
                    "when",
                    "bits",
                    "checksum",
                    "reading");
    private static final List<String> KEYS =
            Stream.concat(FORMS.stream(), NumberReader.KEYS.stream().filter(k -> !k.equals("type")))
                    .toList();

    private final Scope scope;

    public FieldReader(Scope scope) {
        this.scope = scope;
    }

    static boolean isLittle(YamlMap map, boolean otherwise) {
        return map.find("order")
                .flatMap(v -> v.word("order", List.of("big", "little")))
                .map("little"::equals)
                .orElse(otherwise);
    }

    static boolean isRestIgnored(YamlMap map) {
        return map.find("rest")
                .flatMap(v -> v.word("rest", List.of("ignored", "none")))
                .map("ignored"::equals)
                .orElse(false);
    }

    /** What one list of fields reads for certain, so that nothing is read twice. */
    public static final class Row {
        final Set<PointRef> points = new HashSet<>();
        final Set<String> uses = new HashSet<>();
    }

    /** Reads a list of fields, which has at least one. */
    public List<Field> read(YamlValue value, boolean little) {
        return read(value, little, new Row());
    }

    List<Field> read(YamlValue value, boolean little, Row row) {
        Optional<List<YamlValue>> items = value.list("fields");
        if (items.isPresent() && items.get().isEmpty()) {
            value.report(ProfileIssue.NOTHING_THERE, "a layout has at least one field", "add one");
        }
        List<Field> fields = new ArrayList<>();
        for (YamlValue item : items.orElseGet(List::of)) {
            if (!scope.hasRoom(item)) {
                break;
            }
            Optional<Field> field =
                    item.map("a field", KEYS).flatMap(map -> field(map, little, row));
            field.ifPresent(known -> scope.place(known, item));
            field.ifPresent(fields::add);
        }
        return fields;
    }

    /** A named layout, or a list of fields. */
    List<Field> target(YamlValue value, boolean little) {
        return value.isList()
                ? read(value, little)
                : scope.layout(value).map(List::of).orElseGet(List::of);
    }

    private Optional<Field> field(YamlMap map, boolean little, Row row) {
        Optional<String> form = map.needOneOf(FORMS);
        if (form.isEmpty()) {
            return Optional.empty();
        }
        String key = form.get();
        if (key.equals("type")) {
            return new NumberReader(scope, little, row).read(map);
        }
        if (map.entries().size() > 1) {
            String other =
                    map.entries().keySet().stream()
                            .filter(name -> !name.equals(key))
                            .findFirst()
                            .orElseThrow();
            map.requireKey(other)
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a field with " + key + " has no other key, and this one has " + other,
                            "remove it, or use type for a number");
        }
        return map.find(key).flatMap(value -> form(key, value, little, row));
    }

    /** Reports groups of none, and two of one bit, which may be written in two ways. */
    private static void reportGroups(YamlValue value) {
        Optional<YamlMap> groups =
                value.member("groups").filter(YamlValue::isMap).flatMap(v -> v.openMap("groups"));
        if (groups.isEmpty()) {
            return;
        }
        if (groups.get().entries().isEmpty()) {
            groups.get()
                    .asValue()
                    .report(ProfileIssue.NOTHING_THERE, "there is at least one group", "add one");
        }
        List<Range> bits = new ArrayList<>();
        for (YamlMap.Entry entry : groups.get().entries().values()) {
            if (entry.key().looksLike("\\d{1,2}|0x[0-9a-fA-F]{1,2}")) {
                Ranges.read(entry.key(), "a bit", 0, 255)
                        .ifPresent(bit -> Ranges.isFree(entry.key(), bit, bits, "bit"));
            }
        }
    }

    private Optional<Field> form(String key, YamlValue value, boolean little, Row row) {
        StructureReader structures = new StructureReader(scope, this, little);
        return switch (key) {
            case "bytes" ->
                    value.hex("bytes", 1024).map(bytes -> new Field.Constant(Payload.wrap(bytes)));
            case "skip" ->
                    value.integer("skip", 1, 1024).map(length -> new Field.Skip(length.intValue()));
            case "at" ->
                    value.integer("at", 1 - Payload.MAX_LENGTH, Payload.MAX_LENGTH - 1)
                            .map(to -> new Field.Move(to.intValue()));
            case "layout" -> scope.layout(value);
            case "choose" -> new ChoiceReader(scope, this).read(value, little);
            case "repeat" -> structures.repeat(value);
            case "tlv" -> new TagReader(scope, this, little).read(value);
            case "flagged" -> {
                reportGroups(value);
                yield structures.flagged(value);
            }
            case "part" -> structures.part(value);
            case "if-left" -> Optional.of(new Field.IfLeft(read(value, little)));
            case "when" -> structures.when(value);
            case "bits" -> new BitStreamReader(scope, row).read(value);
            case "checksum" -> structures.checksum(value);
            case "reading" -> structures.reading(value);
            default -> throw new IllegalArgumentException("no form of a field: " + key);
        };
    }
}
