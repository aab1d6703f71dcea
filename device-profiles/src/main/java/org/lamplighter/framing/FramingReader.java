// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and checks the key {@code framing} of a profile. Total: everything wrong is reported. */
public final class FramingReader {
    private static final List<String> EXTENTS = List.of("length", "fixed", "until", "datagram");
    static final List<String> KEYS =
            List.of(
                    "preamble",
                    "start",
                    "length",
                    "fixed",
                    "until",
                    "datagram",
                    "tail",
                    "escape",
                    "checksum",
                    "most",
                    "identity",
                    "sequence",
                    "ack");
    private static final List<String> ORDERS = List.of("big", "little");
    private static final int MAX_CONSTANT = 32;
    private static final int LAST = Payload.MAX_LENGTH - 1;

    private final YamlMap map;
    private final int before;
    private final int most;

    private FramingReader(YamlMap map) {
        this.map = map;
        this.before = map.issues().count();
        this.most =
                map.find("most")
                        .flatMap(v -> v.integer("most", 1, Payload.MAX_LENGTH))
                        .orElse((long) Framing.DEFAULT_MOST)
                        .intValue();
    }

    /** The framing, or nothing and the issues. */
    public static Optional<Framing> read(YamlValue value) {
        return value.map("framing", KEYS).flatMap(map -> new FramingReader(map).read());
    }

    private Optional<Framing> read() {
        BytePattern start = map.find("start").flatMap(this::start).orElse(BytePattern.EMPTY);
        int preamble =
                map.find("preamble")
                        .flatMap(v -> v.hex("preamble", 1))
                        .filter(bytes -> bytes.length == 1)
                        .map(bytes -> bytes[0] & 0xff)
                        .orElse(-1);
        Optional<Extent> extent = map.needOneOf(EXTENTS).flatMap(this::extent);
        Payload tail = constant("tail");
        if (map.has("tail") && map.has("until")) {
            map.requireKey("tail")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a frame that goes until some bytes ends with them, and has no other"
                                    + " tail",
                            "remove tail");
        }
        Escapes escapes = map.find("escape").flatMap(this::escapes).orElse(Escapes.NONE);
        int tailLength =
                extent.isPresent() && extent.get() instanceof Extent.Until until
                        ? until.delimiter().length()
                        : tail.length();
        Check check =
                map.find("checksum").flatMap(v -> check(v, tailLength)).orElse(new Check.None());
        Header identity = map.find("identity").flatMap(this::header).orElse(new Header.None());
        Header sequence = map.find("sequence").flatMap(this::header).orElse(new Header.None());
        if (extent.isEmpty() || map.issues().count() > before) {
            return Optional.empty();
        }
        Ack ack =
                map.find("ack")
                        .flatMap(v -> AckReader.read(v, preamble, identity, sequence, check))
                        .orElse(new Ack.None());
        Framing framing =
                new Framing(
                        preamble,
                        start,
                        extent.get(),
                        tail,
                        escapes,
                        check,
                        most,
                        identity,
                        sequence,
                        ack);
        reportRoom(framing);
        return map.issues().count() > before ? Optional.empty() : Optional.of(framing);
    }

    private Optional<BytePattern> start(YamlValue value) {
        Optional<String> text = value.text("start", 1000);
        Optional<BytePattern> pattern =
                text.flatMap(BytePattern::parse).filter(BytePattern::saysSomething);
        if (text.isPresent() && pattern.isEmpty()) {
            value.report(
                    FramingIssue.BAD_START,
                    "start is 1 to "
                            + BytePattern.MAX_LENGTH
                            + " hexadecimal bytes, or ** where any byte may be, not \""
                            + text.get()
                            + "\"",
                    "write two digits of 0-9 and a-f for each byte, such as 68 ** ** 68");
        }
        return pattern;
    }

    private Payload constant(String key) {
        return Payload.wrap(
                map.find(key).flatMap(v -> v.hex(key, MAX_CONSTANT)).orElse(new byte[0]));
    }

    private Optional<Extent> extent(String key) {
        YamlValue value = map.find(key).orElseThrow();
        return switch (key) {
            case "length" -> length(value);
            case "fixed" ->
                    value.integer("fixed", 1, most).map(n -> new Extent.Fixed(n.intValue()));
            case "until" ->
                    value.hex("until", MAX_CONSTANT)
                            .map(bytes -> new Extent.Until(Payload.wrap(bytes)));
            default -> value.word("datagram", List.of("true")).map(yes -> new Extent.Datagram());
        };
    }

    private static Optional<Extent> length(YamlValue value) {
        Optional<YamlMap> field = value.map("length", List.of("at", "type", "order", "plus"));
        if (field.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> at = field.get().need("at", "4").flatMap(v -> v.integer("at", 0, LAST));
        Optional<String> type =
                field.get()
                        .need("type", "u8")
                        .flatMap(v -> v.word("a type", List.of("u8", "u16", "u24", "u32")));
        boolean little = isLittle(field.get());
        long plus =
                field.get().find("plus").flatMap(v -> v.integer("plus", -LAST, LAST)).orElse(0L);
        return at.flatMap(
                a ->
                        type.map(
                                t ->
                                        new Extent.Length(
                                                a.intValue(),
                                                Integer.parseInt(t.substring(1)) / 8,
                                                little,
                                                (int) plus)));
    }

    private static boolean isLittle(YamlMap field) {
        return field.find("order")
                .flatMap(v -> v.word("order", ORDERS))
                .map("little"::equals)
                .orElse(false);
    }

    private Optional<Escapes> escapes(YamlValue value) {
        if (!map.has("until")) {
            map.requireKey("escape")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "only a frame that goes until some bytes escapes them, and this one"
                                    + " has no until",
                            "remove escape, or write until: 7e");
        }
        Optional<YamlMap> pairs = value.openMap("escape");
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Integer, Integer> meant = new TreeMap<>();
        int known = map.issues().count();
        int mark = -1;
        for (YamlMap.Entry entry : pairs.get().entries().values()) {
            byte[] pair = entry.key().hex("a pair", 2).orElse(new byte[0]);
            byte[] plain = entry.value().hex("the byte meant", 1).orElse(new byte[0]);
            boolean another = pair.length == 2 && mark >= 0 && (pair[0] & 0xff) != mark;
            if (pair.length != 2 || plain.length != 1 || another) {
                entry.key()
                        .report(
                                FramingIssue.BAD_ESCAPE_PAIR,
                                another
                                        ? "all pairs begin with the same byte"
                                        : "a pair of bytes stands for one byte",
                                "write them such as { 7d 02: 7e, 7d 01: 7d }");
                continue;
            }
            mark = pair[0] & 0xff;
            meant.put(pair[1] & 0xff, plain[0] & 0xff);
        }
        if (map.issues().count() == known
                && mark >= 0
                && map.has("until")
                && !meant.containsValue(mark)) {
            value.report(
                    FramingIssue.BAD_ESCAPE_PAIR,
                    String.format("no pair stands for %02x, with which the pairs begin", mark),
                    String.format("add one, such as %02x 01: %02x", mark, mark));
        }
        return Optional.of(new Escapes(mark, meant));
    }

    private Optional<Check> check(YamlValue value, int tailLength) {
        Optional<YamlMap> field =
                value.map("checksum", List.of("kind", "from", "to", "at", "order"));
        Optional<Checksum> checksum =
                field.flatMap(m -> m.need("kind", "sum8")).flatMap(FramingReader::checksum);
        if (field.isEmpty() || checksum.isEmpty()) {
            return Optional.empty();
        }
        int behind = checksum.get().bytes() + tailLength;
        int from = offset(field.get(), "from", 0);
        int at = offset(field.get(), "at", -behind);
        int to = offset(field.get(), "to", at);
        boolean reversed = from < 0 == to < 0 ? from > to : from < 0;
        if (reversed) {
            value.report(
                    FramingIssue.BEYOND_FRAME,
                    "a checksum is over the bytes from an earlier one to a later one, not from "
                            + from
                            + " to "
                            + to,
                    "count from the first start byte, or with a minus from the end");
        }
        if (at < 0 && -at < checksum.get().bytes()) {
            value.report(
                    FramingIssue.BEYOND_FRAME,
                    "the "
                            + checksum.get().name()
                            + " has "
                            + checksum.get().bytes()
                            + " bytes, and at "
                            + at
                            + " there are not so many left",
                    "write at: -" + behind);
        }
        return Optional.of(new Check.Of(checksum.get(), from, to, at, isLittle(field.get())));
    }

    private static Optional<Checksum> checksum(YamlValue value) {
        Optional<String> name = value.text("kind", 200);
        Optional<Checksum> checksum = name.flatMap(Checksum::find);
        if (name.isPresent() && checksum.isEmpty()) {
            value.report(
                    FramingIssue.UNKNOWN_CHECKSUM,
                    "there is no checksum \"" + name.get() + "\"",
                    Checksum.hint(name.get()));
        }
        return checksum;
    }

    private static int offset(YamlMap field, String key, int otherwise) {
        return field.find(key)
                .flatMap(v -> v.integer(key, -LAST, LAST))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    private Optional<Header> header(YamlValue value) {
        Optional<YamlMap> field =
                value.map("a header field", List.of("at", "type", "length", "order", "digits"));
        if (field.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> at = field.get().need("at", "3").flatMap(v -> v.integer("at", -LAST, LAST));
        Optional<Long> length =
                field.get().need("length", "6").flatMap(v -> v.integer("length", 1, MAX_CONSTANT));
        Optional<Header.Form> form =
                field.get()
                        .find("type")
                        .map(v -> v.word("a type", List.of("bcd", "ascii", "hex")))
                        .orElse(Optional.of("hex"))
                        .map(word -> Header.Form.valueOf(word.toUpperCase(Locale.ROOT)));
        int digits =
                field.get()
                        .find("digits")
                        .flatMap(v -> v.integer("digits", 1, 2 * MAX_CONSTANT))
                        .orElse(0L)
                        .intValue();
        boolean little = isLittle(field.get());
        if (at.isPresent() && length.isPresent() && at.get() < 0 && -at.get() < length.get()) {
            value.report(
                    FramingIssue.BEYOND_FRAME,
                    "at " + at.get() + " there are not " + length.get() + " bytes left",
                    "write at: -" + length.get() + ", or further from the end");
            return Optional.empty();
        }
        return at.flatMap(
                a ->
                        length.flatMap(
                                n ->
                                        form.map(
                                                f ->
                                                        new Header.Field(
                                                                a.intValue(),
                                                                n.intValue(),
                                                                f,
                                                                little,
                                                                digits))));
    }

    private void reportRoom(Framing framing) {
        int least = framing.least();
        int room = framing.extent() instanceof Extent.Fixed(int bytes) ? bytes : most;
        if (least > room) {
            map.asValue()
                    .report(
                            FramingIssue.BEYOND_FRAME,
                            "what is said of a frame needs "
                                    + least
                                    + " bytes, and it has at most "
                                    + room,
                            framing.extent() instanceof Extent.Fixed
                                    ? "mend the offsets, or fixed"
                                    : "mend the offsets, or raise most");
        }
    }
}
