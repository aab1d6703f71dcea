// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Amount;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.IntegerType.Sign;
import org.lamplighter.profile.layout.NumberType;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.TextType;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a field with a type: a number, whole or in slices, or a text. */
final class NumberReader {
    static final List<String> KEYS =
            Stream.concat(
                            Stream.of("type", "order", "sign", "length", "slices"),
                            UseReader.KEYS.stream())
                    .toList();
    private static final List<String> SLICE_KEYS =
            Stream.concat(Stream.of("bits", "signed"), UseReader.KEYS.stream()).toList();

    private final Scope scope;
    private final boolean little;
    private final UseReader uses;

    NumberReader(Scope scope, boolean little, FieldReader.Row row) {
        this.scope = scope;
        this.little = little;
        this.uses = new UseReader(scope, row);
    }

    Optional<Field> read(YamlMap map) {
        Optional<TypeReader.Read> known = TypeReader.read(map, little);
        if (known.isEmpty()) {
            UseReader.form(map, true);
            return Optional.empty();
        }
        return switch (known.get()) {
            case TypeReader.Read.OfText(TextType type) -> text(map, type);
            case TypeReader.Read.OfNumber(NumberType type) -> number(map, type);
        };
    }

    private Optional<Field> number(YamlMap map, NumberType type) {
        if (map.has("length")) {
            map.requireKey("length")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a number has the length of its type",
                            "remove length, or choose a wider type");
        }
        if (!UseReader.form(map, true)) {
            return Optional.empty();
        }
        if (map.has("slices")) {
            return sliced(map, type);
        }
        return uses.number(map, type).map(read -> new Field.Whole(type, read));
    }

    private Optional<Field> sliced(YamlMap map, NumberType type) {
        for (String key : UseReader.VALUE_KEYS) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                "an integer with slices has no " + key + " of its own",
                                "write it at the slice");
            }
        }
        if (!(type instanceof IntegerType integer) || integer.sign() != Sign.NONE) {
            map.requireKey("slices")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "slices are of an unsigned integer",
                            "make the type u"
                                    + 8 * Math.min(8, type.length())
                                    + ", and a slice signed: true");
            return Optional.empty();
        }
        return map.find("slices")
                .flatMap(v -> v.list("slices"))
                .map(
                        items ->
                                new Field.Sliced(
                                        integer, uses.name(map, false), slices(items, integer)));
    }

    private List<Slice> slices(List<YamlValue> items, IntegerType type) {
        List<Slice> slices = new ArrayList<>();
        long taken = 0;
        for (YamlValue item : items) {
            Optional<YamlMap> map = item.map("a slice", SLICE_KEYS);
            Optional<YamlValue> bitsValue = map.flatMap(m -> m.need("bits", "0-3"));
            Optional<int[]> bits = bitsValue.flatMap(v -> bits(v, type.bits()));
            if (map.isEmpty() || bits.isEmpty() || !UseReader.form(map.get(), false)) {
                continue;
            }
            int low = bits.get()[0];
            int high = bits.get()[1];
            long mask = (-1L >>> (63 - high + low)) << low;
            if ((taken & mask) != 0) {
                bitsValue
                        .orElseThrow()
                        .report(
                                ProfileIssue.BITS_OVERLAP,
                                (low == high
                                                ? "bit " + low
                                                : "some of the bits " + low + " to " + high)
                                        + (low == high ? " is" : " are")
                                        + " in another slice already",
                                "give each bit to one slice");
            }
            taken |= mask;
            boolean signed = map.get().find("signed").flatMap(v -> v.flag("signed")).orElse(false);
            int width = high - low + 1;
            RawRange range = signed ? RawRange.signed(width) : RawRange.unsigned(width);
            uses.integer(map.get(), range)
                    .ifPresent(use -> slices.add(new Slice(low, high, signed, use)));
        }
        return slices;
    }

    /** The lowest and the highest of some neighbouring bits. */
    static Optional<int[]> bits(YamlValue value, int width) {
        Optional<String> text = value.text("bits", 20);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches("\\d{1,2}(-\\d{1,2})?")) {
            value.report(
                    YamlIssue.BAD_NUMBER,
                    "bits are one number or two with a dash, not \"" + text.get() + "\"",
                    "write 7 or 4-7, from 0 for the lowest");
            return Optional.empty();
        }
        String[] ends = text.get().split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        int[] bits = {Math.min(first, last), Math.max(first, last)};
        if (bits[1] >= width) {
            value.report(
                    ProfileIssue.BEYOND_WIDTH,
                    "an integer of "
                            + width
                            + " bits has the bits 0 to "
                            + (width - 1)
                            + ", not "
                            + bits[1],
                    "choose bits within, or a wider type");
            return Optional.empty();
        }
        return Optional.of(bits);
    }

    private Optional<Field> text(YamlMap map, TextType type) {
        for (String key :
                Stream.concat(Stream.of("slices"), UseReader.VALUE_KEYS.stream()).toList()) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "a text has no " + key,
                                "remove it, or read a number");
            }
        }
        Optional<Amount> length =
                map.need("length", "4")
                        .flatMap(v -> new AmountText(scope, little).read(v, "length"));
        if (length.isPresent()
                && length.get() instanceof Amount.Fixed(int bytes)
                && bytes > type.maxLength()) {
            map.requireKey("length")
                    .report(
                            ProfileIssue.BEYOND_WIDTH,
                            "such a text has at most " + type.maxLength() + " bytes, not " + bytes,
                            "read less, and skip the rest");
        }
        boolean reversed = FieldReader.isLittle(map, false);
        if (map.has("order") && !type.isOrdered()) {
            map.requireKey("order")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "ascii and utf8 are read as they are sent, and this has an order",
                            "remove order");
        }
        if (!UseReader.form(map, false) || length.isEmpty()) {
            return Optional.empty();
        }
        return uses.text(map).map(read -> new Field.Words(type, reversed, length.get(), read));
    }
}
