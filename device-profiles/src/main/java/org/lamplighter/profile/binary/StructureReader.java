// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.checksum.Checksum;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads fields that hold other fields, and checksums. */
final class StructureReader {
    private static final int DEFAULT_ROUNDS = 256;

    private final Scope scope;
    private final FieldReader fields;
    private final boolean little;

    StructureReader(Scope scope, FieldReader fields, boolean little) {
        this.scope = scope;
        this.fields = fields;
        this.little = little;
    }

    private List<Field> fieldsOf(YamlMap map) {
        return map.need("fields", "[ { type: u8, point: … } ]")
                .map(v -> fields.target(v, FieldReader.isLittle(map, little)))
                .orElseGet(List::of);
    }

    Optional<Field> repeat(YamlValue value) {
        Optional<YamlMap> map =
                value.map(
                        "a repeat", List.of("count", "until", "most", "index", "order", "fields"));
        Optional<String> form = map.flatMap(m -> m.needOneOf(List.of("count", "until")));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        int most =
                map.get()
                        .find("most")
                        .flatMap(v -> v.integer("most", 1, BinaryLayout.MAX_ROUNDS))
                        .map(Long::intValue)
                        .orElse(DEFAULT_ROUNDS);
        Optional<String> named = map.get().find("index").flatMap(v -> scope.declare(v, false));
        if (named.isEmpty()) {
            scope.numbers().add("index");
        }
        Optional<Field.Rounds> rounds =
                form.flatMap(
                        key ->
                                key.equals("count")
                                        ? map.get()
                                                .find(key)
                                                .flatMap(
                                                        v ->
                                                                new AmountText(scope, little)
                                                                        .rounds(v))
                                                .map(Field.Rounds.Counted::new)
                                        : map.get()
                                                .find(key)
                                                .flatMap(v -> v.word("until", List.of("end")))
                                                .map(end -> new Field.Rounds.UntilEnd()));
        List<Field> content = fieldsOf(map.get());
        String index = named.orElse("index");
        reportIndex(map.get(), index, content);
        return rounds.map(known -> new Field.Repeat(known, most, index, content));
    }

    /** Reports what is kept within a repeat under the name of its round. */
    private static void reportIndex(YamlMap repeat, String index, List<Field> within) {
        for (Field field : within) {
            if (field.names().contains(index)) {
                boolean round = field instanceof Field.Repeat;
                Stream.of("index", "count", "until")
                        .filter(repeat::has)
                        .findFirst()
                        .map(repeat::requireKey)
                        .orElseGet(repeat::asValue)
                        .report(
                                ProfileIssue.READ_TWICE,
                                "the number of the round is \""
                                        + index
                                        + "\", and so is "
                                        + (round ? "that of a repeat" : "what a field keeps")
                                        + " within",
                                "write index: and another name at "
                                        + (round ? "one of the two" : "the repeat"));
            }
            field.inner().forEach(inner -> reportIndex(repeat, index, inner));
        }
    }

    Optional<Field> flagged(YamlValue value) {
        Optional<YamlMap> map = value.map("flagged", List.of("by", "groups", "unknown", "order"));
        Optional<String> by = map.flatMap(m -> m.need("by", "flags")).flatMap(scope::number);
        Optional<YamlMap> groups =
                map.flatMap(m -> m.need("groups", "{ 0: [ { type: u16, point: … } ] }"))
                        .flatMap(v -> v.openMap("groups"));
        if (map.isEmpty() || groups.isEmpty()) {
            return Optional.empty();
        }
        boolean isLittle = FieldReader.isLittle(map.get(), little);
        SortedMap<Integer, List<Field>> read = new TreeMap<>();
        groups.get()
                .entries()
                .values()
                .forEach(
                        entry ->
                                entry.key()
                                        .integer("a bit", 0, 63)
                                        .ifPresent(
                                                bit ->
                                                        read.put(
                                                                bit.intValue(),
                                                                fields.target(
                                                                        entry.value(), isLittle))));
        boolean stop =
                map.get()
                        .find("unknown")
                        .flatMap(v -> v.word("unknown", List.of("fault", "stop")))
                        .map("stop"::equals)
                        .orElse(false);
        return by.map(name -> new Field.Flagged(name, read, stop));
    }

    Optional<Field> part(YamlValue value) {
        Optional<YamlMap> map = value.map("a part", List.of("length", "order", "fields", "rest"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        var length =
                map.get()
                        .need("length", "u8")
                        .flatMap(v -> new AmountText(scope, little).read(v, "length"));
        List<Field> content = new ArrayList<>(fieldsOf(map.get()));
        if (FieldReader.isRestIgnored(map.get())) {
            content.add(new Field.Rest());
        }
        return length.map(known -> new Field.Part(known, content));
    }

    Optional<Field> when(YamlValue value) {
        Optional<YamlMap> map = value.map("when", List.of("field", "is", "not", "order", "fields"));
        Optional<String> by = map.flatMap(m -> m.need("field", "n")).flatMap(scope::number);
        Optional<String> form = map.flatMap(m -> m.needOneOf(List.of("is", "not")));
        if (map.isEmpty() || form.isEmpty()) {
            return Optional.empty();
        }
        List<Range> among = new ArrayList<>();
        for (YamlValue item :
                map.get().find(form.get()).map(StructureReader::items).orElseThrow()) {
            Ranges.read(item, "a number", Long.MIN_VALUE, Long.MAX_VALUE)
                    .ifPresent(range -> Ranges.isFree(item, range, among, "number"));
        }
        List<Field> content = fieldsOf(map.get());
        return by.map(name -> new Field.When(name, among, form.get().equals("not"), content));
    }

    private static List<YamlValue> items(YamlValue value) {
        return value.isList() ? value.list("numbers").orElseThrow() : List.of(value);
    }

    Optional<Field> checksum(YamlValue value) {
        Optional<YamlMap> map =
                value.map("a checksum", List.of("kind", "from", "to", "order", "mismatch"));
        Optional<Checksum> kind =
                map.flatMap(m -> m.need("kind", "crc16-modbus"))
                        .flatMap(v -> v.word("a kind", Checksum.names()))
                        .flatMap(Checksum::find);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        boolean warned =
                map.get()
                        .find("mismatch")
                        .flatMap(v -> v.word("mismatch", List.of("reject", "warn")))
                        .map("warn"::equals)
                        .orElse(false);
        boolean isLittle = FieldReader.isLittle(map.get(), little);
        return kind.map(
                known ->
                        new Field.Check(
                                known,
                                new IntegerType(known.bytes(), isLittle, IntegerType.Sign.NONE),
                                offset(map.get(), "from"),
                                offset(map.get(), "to"),
                                warned));
    }

    private static int offset(YamlMap map, String key) {
        return map.find(key)
                .flatMap(v -> v.integer(key, -Payload.MAX_LENGTH, Payload.MAX_LENGTH))
                .map(Long::intValue)
                .orElse(0);
    }

    Optional<Field> reading(YamlValue value) {
        Optional<YamlMap> map =
                value.map("a reading", List.of("history", "time", "child", "order", "fields"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        List<Field> content = fieldsOf(map.get());
        if (content.isEmpty()) {
            map.get()
                    .asValue()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "a reading of its own has at least one field",
                            "add one");
        }
        return new OwnReadingReader(scope).read(map.get()).map(own -> new Field.Own(own, content));
    }
}
