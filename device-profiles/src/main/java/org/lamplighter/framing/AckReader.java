// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer: hexadecimal bytes and, within braces, what is copied from the frame or computed.
 */
final class AckReader {
    private static final int MAX_LENGTH = 256;
    private static final int MAX_TEXT = 1000;
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:\\{([^{}]*)\\}|([0-9a-fA-F]{2}))\\s*");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    private final YamlValue value;
    private final int preamble;
    private final Header identity;
    private final Header sequence;
    private final Check check;
    private final List<Ack.Part> parts = new ArrayList<>();
    private int length;

    private AckReader(
            YamlValue value, int preamble, Header identity, Header sequence, Check check) {
        this.value = value;
        this.preamble = preamble;
        this.identity = identity;
        this.sequence = sequence;
        this.check = check;
    }

    static Optional<Ack> read(
            YamlValue value, int preamble, Header identity, Header sequence, Check check) {
        return value.text("ack", MAX_TEXT)
                .flatMap(
                        text ->
                                new AckReader(value, preamble, identity, sequence, check)
                                        .read(text));
    }

    private Optional<Ack> read(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return refuse(
                        at,
                        1,
                        "an answer is hexadecimal bytes, {identity}, {sequence}, {checksum}, and"
                                + " bytes of the frame such as {8} or {3-5}",
                        "write it such as 68 {identity} 81 {checksum} 16");
            }
            Optional<String> fault =
                    matcher.group(1) == null ? constant(matcher.group(2)) : named(matcher.group(1));
            if (fault.isPresent()) {
                int begin = matcher.start(1);
                return refuse(
                        begin,
                        matcher.end(1) - begin,
                        fault.get(),
                        "declare it, or write other bytes");
            }
            length += parts.getLast().length();
            at = matcher.end();
        }
        if (length > MAX_LENGTH) {
            return refuse(
                    0,
                    text.length(),
                    "an answer has at most " + MAX_LENGTH + " bytes, not " + length,
                    "shorten it");
        }
        return Optional.of(new Ack.Template(parts));
    }

    private Optional<String> constant(String digits) {
        parts.add(new Ack.Part.Constant(Payload.wrap(HexFormat.of().parseHex(digits))));
        return Optional.empty();
    }

    /** Adds what a name stands for, or says why it stands for nothing. */
    private Optional<String> named(String name) {
        return switch (name) {
            case "identity" -> copied(identity, name);
            case "sequence" -> copied(sequence, name);
            case "checksum" -> checked();
            default -> range(name);
        };
    }

    private Optional<String> copied(Header header, String name) {
        return switch (header) {
            case Header.None none -> Optional.of("the framing declares no " + name);
            case Header.Field field -> {
                parts.add(new Ack.Part.Copied(field.at(), field.length()));
                yield Optional.empty();
            }
        };
    }

    private Optional<String> checked() {
        return switch (check) {
            case Check.None none -> Optional.of("the framing declares no checksum");
            case Check.Of of -> {
                // As in a frame, offsets are from the start bytes and not from the preamble.
                int from = new Ack.Template(parts).preambles(preamble) + of.from();
                if (of.from() < 0 || from > length) {
                    yield Optional.of(
                            "the checksum begins at "
                                    + of.from()
                                    + ", and the answer has "
                                    + length
                                    + " bytes before it");
                }
                parts.add(new Ack.Part.Checked(of, from));
                yield Optional.empty();
            }
        };
    }

    private Optional<String> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.of(
                    "{"
                            + text
                            + "} is none of {identity}, {sequence}, {checksum} and bytes such as"
                            + " {3-5}");
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        if (to < from) {
            return Optional.of("bytes go from an earlier to a later one, not from " + text);
        }
        parts.add(new Ack.Part.Copied(from, to - from + 1));
        return Optional.empty();
    }

    private Optional<Ack> refuse(int at, int count, String rule, String hint) {
        value.reportPart(FramingIssue.BAD_ACK, at, Math.max(1, count), rule, hint);
        return Optional.empty();
    }
}
