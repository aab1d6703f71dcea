// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.layout.DigitsType;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.profile.layout.FloatType.Format;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.IntegerType.Sign;
import org.lamplighter.profile.layout.NumberType;
import org.lamplighter.profile.layout.TextType;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads types of numbers and texts. */
final class TypeReader {
    private static final List<String> UNSIGNED =
            IntStream.rangeClosed(1, 8).mapToObj(width -> "u" + 8 * width).toList();
    private static final List<String> INTEGERS =
            Stream.concat(UNSIGNED.stream(), UNSIGNED.stream().map(u -> "s" + u.substring(1)))
                    .toList();
    private static final Map<String, Format> FLOATS =
            Map.of(
                    "f16", Format.F16,
                    "f32", Format.F32,
                    "f64", Format.F64,
                    "bf16", Format.BF16,
                    "sflt16", Format.SFLT16);
    private static final Map<String, TextType> TEXTS =
            Map.of(
                    "ascii", TextType.ASCII,
                    "utf8", TextType.UTF8,
                    "hex", TextType.HEX,
                    "hex-reversed", TextType.HEX_REVERSED,
                    "digits", TextType.DIGITS,
                    "digits-reversed", TextType.DIGITS_REVERSED,
                    "version", TextType.VERSION,
                    "version-hex", TextType.VERSION_HEX,
                    "version-nibbles", TextType.VERSION_NIBBLES);
    private static final List<String> DIGITS =
            IntStream.rangeClosed(1, 8).mapToObj(width -> "bcd" + 8 * width).toList();
    private static final List<String> ALL =
            Stream.of(
                            Stream.of("u8", "u16", "u24", "u32", "u64"),
                            Stream.of("s8", "s16", "s24", "s32", "s64"),
                            FLOATS.keySet().stream().sorted(),
                            TEXTS.keySet().stream().sorted(),
                            INTEGERS.stream(),
                            DIGITS.stream())
                    .flatMap(words -> words)
                    .distinct()
                    .toList();

    private TypeReader() {}

    /** What a type is of. */
    sealed interface Read {
        record OfNumber(NumberType type) implements Read {}

        record OfText(TextType type) implements Read {}
    }

    /** The type of a field. */
    static Optional<Read> read(YamlMap map, boolean little) {
        boolean isLittle = FieldReader.isLittle(map, little);
        Optional<Read> type =
                map.find("type")
                        .flatMap(v -> v.word("a type", ALL))
                        .map(word -> type(word, isLittle, sign(map)));
        if (map.has("sign") && type.isPresent() && !takesSign(type.get())) {
            String word = map.find("type").flatMap(v -> v.word("a type", ALL)).orElse("");
            map.requireKey("sign")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            word.startsWith("s") && !word.startsWith("sf")
                                    ? "the type "
                                            + word
                                            + " has its sign in two's complement already"
                                    : "the type " + word + " has no sign of its own",
                            word.startsWith("s") && !word.startsWith("sf")
                                    ? "write u" + word.substring(1) + " or remove sign"
                                    : "remove sign");
        }
        return type;
    }

    private static boolean takesSign(Read read) {
        return read instanceof Read.OfNumber(IntegerType type)
                && type.sign() != Sign.TWOS_COMPLEMENT;
    }

    private static Optional<Sign> sign(YamlMap map) {
        return map.find("sign")
                .flatMap(v -> v.word("sign", List.of("magnitude", "leading-byte")))
                .map(word -> word.equals("magnitude") ? Sign.MAGNITUDE : Sign.LEADING_BYTE);
    }

    private static Read type(String word, boolean little, Optional<Sign> sign) {
        Format format = FLOATS.get(word);
        if (format != null) {
            return new Read.OfNumber(new FloatType(format, little));
        }
        TextType text = TEXTS.get(word);
        if (text != null) {
            return new Read.OfText(text);
        }
        if (word.startsWith("bcd")) {
            return new Read.OfNumber(
                    new DigitsType(Integer.parseInt(word.substring(3)) / 8, little));
        }
        return new Read.OfNumber(integer(word, little, sign));
    }

    private static IntegerType integer(String word, boolean little, Optional<Sign> sign) {
        int width = Integer.parseInt(word.substring(1)) / 8;
        boolean complement = word.toLowerCase(Locale.ROOT).charAt(0) == 's';
        return new IntegerType(
                width, little, complement ? Sign.TWOS_COMPLEMENT : sign.orElse(Sign.NONE));
    }

    /** An integer type by its word alone. */
    static Optional<IntegerType> integer(YamlValue value, boolean little) {
        return value.word("a type", INTEGERS).map(word -> integer(word, little, Optional.empty()));
    }

    /** An unsigned integer type by its word alone. */
    static Optional<IntegerType> unsigned(YamlValue value, boolean little) {
        return value.word("a type", UNSIGNED).map(word -> integer(word, little, Optional.empty()));
    }
}
