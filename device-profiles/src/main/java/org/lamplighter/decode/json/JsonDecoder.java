// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.decode.Extraction;
import org.lamplighter.decode.PayloadDecoder;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.JsonLayout.Member;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes a flat JSON object while it is read; no tree is built. Immutable; safe to share between
 * threads.
 */
public final class JsonDecoder implements PayloadDecoder {
    /** The deepest nesting that is read, the object itself being 1. */
    public static final int MAX_DEPTH = 32;

    /** The longest number, in characters. */
    public static final int MAX_NUMBER_LENGTH = 100;

    /** The longest text, in characters. */
    public static final int MAX_TEXT_LENGTH = 16 * 1024;

    /** The longest member name, in characters. */
    public static final int MAX_NAME_LENGTH = 1024;

    /** What is read of any text or pack. */
    static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    // counted in bytes, and coarsely; names are measured when they are read
                    .maxNameLength(4 * MAX_NAME_LENGTH)
                    .build();

    /** NaN is read as a number so that it can be told from what is no JSON at all. */
    static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private final Map<String, Slot> slots;

    private JsonDecoder(Map<String, Slot> slots) {
        this.slots = slots;
    }

    private enum Role {
        QUANTITY,
        FLAG,
        TEXT,
        SEQUENCE,
        TIME
    }

    /**
     * What a member is: its role and, of a point, the index of its value; one bit marks it seen.
     */
    private record Slot(String member, Role role, int index, int number) {}

    /**
     * Compiles a layout.
     *
     * @param indexes the points of the profile by their places in a reading
     */
    public static JsonDecoder of(
            JsonLayout layout, Map<PointName, Point> points, Map<PointName, Integer> indexes) {
        Map<String, Slot> slots = new HashMap<>();
        layout.members()
                .forEach(
                        (name, member) ->
                                slots.put(name, slot(name, member, points, indexes, slots.size())));
        return new JsonDecoder(slots);
    }

    private static Slot slot(
            String name,
            Member member,
            Map<PointName, Point> points,
            Map<PointName, Integer> indexes,
            int number) {
        return switch (member) {
            case Member.Sequence sequence -> new Slot(name, Role.SEQUENCE, -1, number);
            case Member.Time time -> new Slot(name, Role.TIME, -1, number);
            case Member.OfPoint ofPoint -> {
                Point point = points.get(ofPoint.point());
                Integer index = indexes.get(ofPoint.point());
                if (point == null || index == null) {
                    throw new IllegalArgumentException("no point is named " + ofPoint.point());
                }
                Role role =
                        switch (point.type()) {
                            case Point.Type.Quantity quantity -> Role.QUANTITY;
                            case Point.Type.Flag flag -> Role.FLAG;
                            case Point.Type.Text text -> Role.TEXT;
                        };
                yield new Slot(name, role, index, number);
            }
        };
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        try (JsonParser parser = JSON.createParser(frame.payload().toByteArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                out.fail(DecodeFault.NOT_JSON, "the payload is not a JSON object");
                return;
            }
            members(parser, out);
            if (!out.failed() && parser.nextToken() != null) {
                out.fail(DecodeFault.NOT_JSON, "more follows after the JSON object");
            }
        } catch (StreamConstraintsException e) {
            out.fail(DecodeFault.LIMIT_EXCEEDED, "beyond what is read: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            out.fail(
                    DecodeFault.NOT_JSON,
                    "at byte " + e.getLocation().getByteOffset() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            out.fail(DecodeFault.NOT_JSON, String.valueOf(e.getMessage()));
        }
    }

    private void members(JsonParser parser, Extraction out) throws IOException {
        long[] seen = new long[(slots.size() + 63) / 64];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.length() > MAX_NAME_LENGTH) {
                out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "a member's name has "
                                + name.length()
                                + " characters, and at most "
                                + MAX_NAME_LENGTH
                                + " are read");
                return;
            }
            JsonToken token = parser.nextToken();
            Slot slot = slots.get(name);
            if (slot == null) {
                out.ignore();
                parser.skipChildren();
                continue;
            }
            long bit = 1L << slot.number();
            if ((seen[slot.number() >> 6] & bit) != 0) {
                out.fail(
                        DecodeFault.REPEATED_MEMBER,
                        "the member \"" + name + "\" stands there twice");
                return;
            }
            seen[slot.number() >> 6] |= bit;
            if (token != JsonToken.VALUE_NULL) {
                member(slot, token, parser, out);
            }
            if (out.failed()) {
                return;
            }
        }
    }

    private static void member(
            Slot slot, @Nullable JsonToken token, JsonParser parser, Extraction out)
            throws IOException {
        boolean number =
                token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        switch (slot.role()) {
            case QUANTITY -> {
                if (number) {
                    quantity(slot, parser, out);
                } else {
                    wrongType(slot, token, "a number", out);
                }
            }
            case FLAG -> {
                if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                    out.put(slot.index(), new PointValue.Flag(token == JsonToken.VALUE_TRUE));
                } else {
                    wrongType(slot, token, "true or false", out);
                }
            }
            case TEXT -> {
                if (token == JsonToken.VALUE_STRING) {
                    text(slot, parser.getText(), out);
                } else {
                    wrongType(slot, token, "a text", out);
                }
            }
            case SEQUENCE -> {
                if (token == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != NumberType.BIG_INTEGER) {
                    out.sequence(parser.getLongValue());
                } else {
                    wrongType(slot, token, "an integer of 64 bits", out);
                }
            }
            case TIME -> time(token, parser, out);
        }
    }

    private static void quantity(Slot slot, JsonParser parser, Extraction out) throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            // -0 and 0 are one measurement, and must be one value everywhere
            out.put(slot.index(), new PointValue.Quantity(value == 0 ? 0.0 : value));
        } else {
            out.fail(
                    DecodeFault.NOT_FINITE,
                    "the member \""
                            + slot.member()
                            + "\" is "
                            + (Double.isNaN(value) ? "NaN" : "infinite or beyond 1.8E308")
                            + ", not a finite number");
        }
    }

    private static void text(Slot slot, String text, Extraction out) {
        if (text.length() > PointValue.Text.MAX_LENGTH) {
            out.fail(
                    DecodeFault.LIMIT_EXCEEDED,
                    "the member \""
                            + slot.member()
                            + "\" has "
                            + text.length()
                            + " characters, and at most "
                            + PointValue.Text.MAX_LENGTH
                            + " are kept");
        } else {
            out.put(slot.index(), new PointValue.Text(text));
        }
    }

    /** A wrong clock never costs a reading, so what is no time is a time that is not believed. */
    private static void time(@Nullable JsonToken token, JsonParser parser, Extraction out)
            throws IOException {
        Optional<Instant> time = Optional.empty();
        if (token == JsonToken.VALUE_STRING) {
            time = DeviceTimes.parseIso(parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != NumberType.BIG_INTEGER) {
            time = DeviceTimes.ofEpochMilli(parser.getLongValue());
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double millis = parser.getDoubleValue();
            if (Math.abs(millis) < 1e17) {
                time = DeviceTimes.ofEpochMilli((long) millis);
            }
        } else {
            parser.skipChildren();
        }
        out.time(time);
    }

    private static void wrongType(
            Slot slot, @Nullable JsonToken token, String wanted, Extraction out) {
        String found =
                token == null
                        ? "nothing"
                        : switch (token) {
                            case VALUE_STRING -> "a text";
                            case VALUE_TRUE, VALUE_FALSE -> "true or false";
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                            case START_OBJECT -> "an object";
                            case START_ARRAY -> "an array";
                            case NOT_AVAILABLE,
                                    END_OBJECT,
                                    END_ARRAY,
                                    FIELD_NAME,
                                    VALUE_EMBEDDED_OBJECT,
                                    VALUE_NULL ->
                                    "nothing";
                        };
        out.fail(
                DecodeFault.WRONG_TYPE,
                "the member \"" + slot.member() + "\" is " + found + ", not " + wanted);
    }
}
