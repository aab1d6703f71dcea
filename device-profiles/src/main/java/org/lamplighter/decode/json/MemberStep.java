// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.profile.layout.DocumentLayout.Absent;
import org.lamplighter.profile.layout.DocumentLayout.Entry;
import org.lamplighter.profile.layout.DocumentLayout.Form;
import org.lamplighter.profile.layout.DocumentLayout.Member;
import org.lamplighter.profile.layout.DocumentLayout.Purpose;
import org.lamplighter.profile.layout.DocumentLayout.TimeForm;
import org.lamplighter.profile.layout.DocumentLayout.Worth;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes one member for all that it is for. Immutable. */
final class MemberStep {
    private static final PointValue OK = new PointValue.Text("ok");

    private final MemberPath path;
    private final Form form;
    private final List<Taker> takers;

    /** Takes a value that is not null; false if that failed. */
    private interface Taker {
        boolean take(Node raw, Node value, Registers registers);
    }

    MemberStep(Member member, Map<PointName, Integer> indexes, ZoneId zone) {
        this.path = member.path();
        this.form = member.form();
        this.takers =
                member.purposes().stream().map(purpose -> taker(purpose, indexes, zone)).toList();
    }

    /** Takes it wherever its path leads; false if that failed. */
    boolean run(Node start, Registers registers) {
        return Places.each(path, start, registers, node -> take(node, registers));
    }

    private boolean take(Node raw, Registers registers) {
        if (raw instanceof Node.Nothing) {
            return true;
        }
        Node value = number(raw);
        for (Taker taker : takers) {
            if (!taker.take(raw, value, registers)) {
                return false;
            }
        }
        return true;
    }

    /** The number that a text is, where it is to be one; else what stands there. */
    private Node number(Node raw) {
        BigDecimal decimal =
                switch (form) {
                    case PLAIN -> null;
                    case DECIMAL -> raw instanceof Node.Text ? Decimals.of(raw) : null;
                    case HEX -> Decimals.ofHex(raw);
                };
        return decimal == null ? raw : new Node.Numeric(raw.from, raw.to, decimal, false);
    }

    private Taker taker(Purpose purpose, Map<PointName, Integer> indexes, ZoneId zone) {
        return switch (purpose) {
            case Purpose.Sequence sequence -> this::sequence;
            case Purpose.Packet packet -> this::packet;
            case Purpose.Keep(String name, boolean text) ->
                    text
                            ? (raw, value, registers) -> keepText(name, value, registers)
                            : (raw, value, registers) -> keepNumber(name, value, registers);
            case Purpose.Time time -> {
                TimeParser parser = new TimeParser(time.form(), zone);
                yield (raw, value, registers) -> {
                    Optional<Instant> parsed = parser.parse(value, registers.frame.receivedAt());
                    if (time.platform()) {
                        registers.out.platformTime(parsed);
                    } else if (time.form() instanceof TimeForm.Age) {
                        registers.out.relativeTime(parsed);
                    } else {
                        registers.out.time(parsed);
                    }
                    return true;
                };
            }
            case Purpose.OfPoint point -> point(point, indexes);
        };
    }

    private boolean wrongType(Node found, String wanted, Registers registers) {
        return registers.out.fail(
                DecodeFault.WRONG_TYPE,
                "the member \"" + path + "\" is " + found.what() + ", not " + wanted);
    }

    private boolean sequence(Node raw, Node value, Registers registers) {
        OptionalLong number = Values.integer(value);
        if (number.isEmpty()) {
            return wrongType(value, "an integer of 64 bits", registers);
        }
        return registers.out.sequence(number.getAsLong());
    }

    private boolean packet(Node raw, Node value, Registers registers) {
        if (value instanceof Node.Text text) {
            registers.out.packet(text.text);
            return true;
        }
        OptionalLong number = Values.integer(value);
        if (number.isEmpty()) {
            return wrongType(value, "a text or an integer", registers);
        }
        registers.out.packet(Long.toString(number.getAsLong()));
        return true;
    }

    private boolean keepNumber(String name, Node value, Registers registers) {
        OptionalLong number = Values.integer(value);
        if (number.isEmpty()) {
            return wrongType(value, "an integer of 64 bits", registers);
        }
        registers.keep(name, number.getAsLong());
        return true;
    }

    private boolean keepText(String name, Node value, Registers registers) {
        switch (value) {
            case Node.Text text -> registers.keep(name, text.text);
            case Node.Numeric number when Values.integer(number).isPresent() ->
                    registers.keep(name, Long.toString(Values.integer(number).getAsLong()));
            case Node.Numeric number -> registers.keep(name, Values.shown(number));
            case Node.Flag flag -> registers.keep(name, Boolean.toString(flag.value));
            case Node.Members members -> {
                return wrongType(value, "a text", registers);
            }
            case Node.Items items -> {
                return wrongType(value, "a text", registers);
            }
            case Node.Nothing nothing -> {
                return true;
            }
            case Node.Other other -> {
                return wrongType(value, "a text", registers);
            }
        }
        return true;
    }

    private Taker point(Purpose.OfPoint point, Map<PointName, Integer> indexes) {
        PointSlot slot = new PointSlot(point.point(), indexes);
        @Nullable PointSlot status =
                point.status().map(ref -> new PointSlot(ref, indexes)).orElse(null);
        Taker worth = worth(point.worth(), slot);
        return (raw, value, registers) -> {
            for (Absent absent : point.absent()) {
                if (Values.matches(absent.match(), raw) || Values.matches(absent.match(), value)) {
                    return status == null
                            || status.put(new PointValue.Text(absent.word()), registers);
                }
            }
            return (status == null || status.put(OK, registers))
                    && worth.take(raw, value, registers);
        };
    }

    private Taker worth(Worth worth, PointSlot slot) {
        return switch (worth) {
            case Worth.Line(var line) -> {
                LinearConversion conversion = LinearConversion.of(line);
                yield (raw, value, registers) -> line(value, conversion, slot, registers);
            }
            case Worth.Flag flag ->
                    (raw, value, registers) ->
                            value instanceof Node.Flag known
                                    ? slot.put(new PointValue.Flag(known.value), registers)
                                    : wrongType(value, "true or false", registers);
            case Worth.Text text -> (raw, value, registers) -> text(value, slot, registers);
            case Worth.Lookup lookup ->
                    (raw, value, registers) -> lookup(value, lookup, slot, registers);
        };
    }

    private boolean line(
            Node value, LinearConversion conversion, PointSlot slot, Registers registers) {
        if (!(value instanceof Node.Numeric number)) {
            return wrongType(
                    value,
                    switch (form) {
                        case PLAIN -> "a number";
                        case DECIMAL -> "one of a decimal number";
                        case HEX -> "one of hexadecimal digits";
                    },
                    registers);
        }
        double result = number.decimal == null ? Double.NaN : conversion.apply(number.decimal);
        if (!Double.isFinite(result)) {
            return registers.out.fail(
                    DecodeFault.NOT_FINITE,
                    "the member \"" + path + "\" is " + number.why() + ", not a finite number");
        }
        return slot.put(new PointValue.Quantity(result), registers);
    }

    private boolean text(Node value, PointSlot slot, Registers registers) {
        if (!(value instanceof Node.Text text)) {
            return wrongType(value, "a text", registers);
        }
        if (text.text.length() > PointValue.Text.MAX_LENGTH) {
            return registers.out.fail(
                    DecodeFault.LIMIT_EXCEEDED,
                    "the member \""
                            + path
                            + "\" has "
                            + text.text.length()
                            + " characters, and at most "
                            + PointValue.Text.MAX_LENGTH
                            + " are kept");
        }
        return slot.put(new PointValue.Text(text.text), registers);
    }

    private boolean lookup(Node value, Worth.Lookup lookup, PointSlot slot, Registers registers) {
        for (Entry entry : lookup.entries()) {
            if (Values.matches(entry.match(), value)) {
                return slot.put(entry.value(), registers);
            }
        }
        if (lookup.otherwise().isPresent()) {
            return slot.put(lookup.otherwise().get(), registers);
        }
        return registers.out.fail(
                DecodeFault.UNKNOWN_VALUE,
                "the member \""
                        + path
                        + "\" is "
                        + Values.shown(value)
                        + ", which is none of its values");
    }
}
