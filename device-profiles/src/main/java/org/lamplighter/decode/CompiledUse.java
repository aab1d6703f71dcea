// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is done with one raw integer. Immutable. */
interface CompiledUse {
    void apply(long raw, Payload payload, Extraction out);

    /**
     * Compiles a use.
     *
     * @param at where the integer stands, for messages
     * @param unsigned64 whether it is an unsigned number of 64 bits
     */
    static CompiledUse of(Use use, Map<PointName, Integer> indexes, int at, boolean unsigned64) {
        return switch (use) {
            case Use.Sequence sequence -> (raw, payload, out) -> out.sequence(raw);
            case Use.UnixSeconds seconds ->
                    (raw, payload, out) -> time(DeviceTimes.ofEpochSecond(raw), out);
            case Use.UnixMilliseconds milliseconds ->
                    (raw, payload, out) -> time(DeviceTimes.ofEpochMilli(raw), out);
            case Use.FrameLength length ->
                    (raw, payload, out) -> {
                        if (raw != payload.length()) {
                            out.fail(
                                    DecodeFault.WRONG_LENGTH,
                                    "the frame says that it has "
                                            + raw
                                            + " bytes, and has "
                                            + payload.length());
                        }
                    };
            case Use.OfPoint point -> ofPoint(point, indexes, at, unsigned64);
        };
    }

    private static void time(Optional<Instant> time, Extraction out) {
        time.ifPresentOrElse(out::time, out::unreadableTime);
    }

    private static CompiledUse ofPoint(
            Use.OfPoint use, Map<PointName, Integer> indexes, int at, boolean unsigned64) {
        Integer known = indexes.get(use.point());
        if (known == null) {
            throw new IllegalArgumentException("no point is named " + use.point());
        }
        int index = known;
        CompiledUse convert =
                switch (use.conversion()) {
                    case Conversion.Linear linear -> {
                        LinearConversion conversion = LinearConversion.of(linear);
                        yield (raw, payload, out) ->
                                out.values[index] =
                                        new PointValue.Quantity(conversion.apply(raw, unsigned64));
                    }
                    case Conversion.NonZero nonZero ->
                            (raw, payload, out) ->
                                    out.values[index] = new PointValue.Flag(raw != 0);
                    case Conversion.Lookup lookup -> {
                        Map<Long, PointValue> values = new HashMap<>(lookup.values());
                        yield (raw, payload, out) -> {
                            PointValue value = values.get(raw);
                            if (value == null) {
                                out.fail(
                                        DecodeFault.UNKNOWN_VALUE,
                                        "the integer at byte "
                                                + at
                                                + " is "
                                                + raw
                                                + ", which is no value of the point \""
                                                + use.point()
                                                + "\"");
                            } else {
                                out.values[index] = value;
                            }
                        };
                    }
                };
        long[] absent = use.absent().stream().mapToLong(Long::longValue).sorted().toArray();
        if (absent.length == 0) {
            return convert;
        }
        return (raw, payload, out) -> {
            for (long value : absent) {
                if (value == raw) {
                    return;
                }
            }
            convert.apply(raw, payload, out);
        };
    }
}
