// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code bits}: fields of any number of bits, one after the other. */
final class BitStreamReader {
    private static final int MAX_BYTES = 1024;
    private static final List<String> KEYS =
            Stream.concat(Stream.of("size", "signed", "skip"), UseReader.KEYS.stream()).toList();

    private final UseReader uses;

    BitStreamReader(Scope scope, FieldReader.Row row) {
        this.uses = new UseReader(scope, row);
    }

    Optional<Field> read(YamlValue value) {
        Optional<YamlMap> map = value.map("bits", List.of("length", "first", "fields"));
        Optional<List<YamlValue>> items =
                map.flatMap(m -> m.need("fields", "[ { size: 12, point: … } ]"))
                        .flatMap(v -> v.list("fields"));
        if (map.isEmpty() || items.isEmpty()) {
            return Optional.empty();
        }
        boolean lowestFirst =
                map.get()
                        .find("first")
                        .flatMap(v -> v.word("first", List.of("msb", "lsb")))
                        .map("lsb"::equals)
                        .orElse(false);
        List<Field.Bits> bits = new ArrayList<>();
        int total = 0;
        for (YamlValue item : items.get()) {
            Optional<Field.Bits> one = item.map("bits", KEYS).flatMap(this::one);
            one.ifPresent(bits::add);
            total += one.map(Field.Bits::size).orElse(0);
        }
        if (items.get().isEmpty()) {
            value.report(ProfileIssue.NOTHING_THERE, "bits have at least one field", "add one");
        }
        int needed = (total + 7) / 8;
        int length =
                map.get()
                        .find("length")
                        .flatMap(v -> v.integer("length", 1, MAX_BYTES))
                        .map(Long::intValue)
                        .orElse(needed);
        if (needed > length || needed > MAX_BYTES) {
            map.get()
                    .asValue()
                    .report(
                            ProfileIssue.BEYOND_WIDTH,
                            "the fields have "
                                    + total
                                    + " bits, and there are "
                                    + 8 * Math.min(length, MAX_BYTES),
                            "make length " + needed + ", or the fields smaller");
        }
        return bits.isEmpty()
                ? Optional.empty()
                : Optional.of(new Field.BitStream(length, lowestFirst, bits));
    }

    private Optional<Field.Bits> one(YamlMap map) {
        if (map.has("skip")) {
            map.entries().keySet().stream()
                    .filter(key -> !key.equals("skip"))
                    .findFirst()
                    .ifPresent(
                            other ->
                                    map.requireKey(other)
                                            .report(
                                                    YamlIssue.EXCLUSIVE_KEYS,
                                                    "bits that are skipped mean nothing, and these"
                                                            + " have "
                                                            + other,
                                                    "remove it, or write size in place of skip"));
            return map.find("skip")
                    .flatMap(v -> v.integer("skip", 1, 8L * MAX_BYTES))
                    .map(size -> new Field.Bits(size.intValue(), false, List.of()));
        }
        Optional<Integer> size =
                map.need("size", "12").flatMap(v -> v.integer("size", 1, 64)).map(Long::intValue);
        boolean signed = map.find("signed").flatMap(v -> v.flag("signed")).orElse(false);
        if (size.isEmpty() || !UseReader.form(map, false)) {
            return Optional.empty();
        }
        RawRange range = signed ? RawRange.signed(size.get()) : RawRange.unsigned(size.get());
        return uses.integer(map, range).map(read -> new Field.Bits(size.get(), signed, read));
    }
}
