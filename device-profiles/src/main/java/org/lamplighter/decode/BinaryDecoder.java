// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.BinaryLayout.Choice;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.FixedLayout;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes bytes at fixed places. */
final class BinaryDecoder implements PayloadDecoder {
    private final Choice choice;
    private final Map<String, Compiled> layouts;
    private final @Nullable Compiled[] byByte;

    private BinaryDecoder(
            Choice choice, Map<String, Compiled> layouts, @Nullable Compiled[] byByte) {
        this.choice = choice;
        this.layouts = layouts;
        this.byByte = byByte;
    }

    static BinaryDecoder of(BinaryLayout layout, Map<PointName, Integer> indexes) {
        Map<String, Compiled> layouts = new HashMap<>();
        layout.layouts().forEach((name, fixed) -> layouts.put(name, compile(fixed, indexes)));
        @Nullable Compiled[] byByte = new @Nullable Compiled[256];
        if (layout.choice() instanceof Choice.ByByte chosen) {
            chosen.cases().forEach((number, name) -> byByte[number] = layouts.get(name));
        }
        return new BinaryDecoder(layout.choice(), layouts, byByte);
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        Payload payload = frame.payload();
        switch (choice) {
            case Choice.Only only -> decode(layouts.get(only.layout()), payload, "frame", out);
            case Choice.ByByte chosen -> {
                if (payload.length() <= chosen.at()) {
                    tooShort(payload, chosen.at() + 1, out);
                    return;
                }
                int type = payload.unsignedByte(chosen.at());
                decode(byByte[type], payload, "message type 0x" + Integer.toHexString(type), out);
            }
            case Choice.ByChannel chosen ->
                    decode(
                            layouts.get(chosen.cases().getOrDefault(frame.channel(), "")),
                            payload,
                            "channel \"" + frame.channel() + "\"",
                            out);
        }
    }

    private static void decode(
            @Nullable Compiled layout, Payload payload, String what, Extraction out) {
        if (layout == null) {
            out.fail(DecodeFault.UNKNOWN_LAYOUT, "no layout belongs to the " + what);
            return;
        }
        if (payload.length() < layout.length()) {
            tooShort(payload, layout.length(), out);
            return;
        }
        if (payload.length() > layout.length() && !layout.restIgnored()) {
            out.fail(
                    DecodeFault.TOO_LONG,
                    "the payload has "
                            + payload.length()
                            + " bytes, and its layout "
                            + layout.length());
            return;
        }
        for (Step step : layout.steps()) {
            step.apply(payload, out);
            if (out.failed()) {
                return;
            }
        }
    }

    private static void tooShort(Payload payload, int needed, Extraction out) {
        out.fail(
                DecodeFault.TOO_SHORT,
                "the payload has " + payload.length() + " bytes, and its layout needs " + needed);
    }

    private record Compiled(int length, boolean restIgnored, List<Step> steps) {}

    private interface Step {
        void apply(Payload payload, Extraction out);
    }

    private static Compiled compile(FixedLayout layout, Map<PointName, Integer> indexes) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        for (Field field : layout.fields()) {
            switch (field) {
                case Field.Skip skip -> {}
                case Field.Constant constant -> steps.add(new Check(at, constant.bytes()));
                case Field.Whole whole -> {
                    IntegerType type = whole.type();
                    boolean unsigned64 = type.width() == 8 && type.sign() == IntegerType.Sign.NONE;
                    steps.add(
                            new Read(
                                    at,
                                    type,
                                    CompiledUse.of(whole.use(), indexes, at, unsigned64)));
                }
                case Field.Sliced sliced -> {
                    List<Cut> cuts = new ArrayList<>();
                    for (Slice slice : sliced.slices()) {
                        boolean unsigned64 = slice.bits() == 64 && !slice.signed();
                        cuts.add(
                                new Cut(
                                        63 - slice.high(),
                                        64 - slice.bits(),
                                        slice.signed(),
                                        CompiledUse.of(slice.use(), indexes, at, unsigned64)));
                    }
                    steps.add(new ReadSlices(at, sliced.type(), List.copyOf(cuts)));
                }
            }
            at += field.length();
        }
        return new Compiled(at, layout.restIgnored(), List.copyOf(steps));
    }

    private record Check(int at, Payload bytes) implements Step {
        @Override
        public void apply(Payload payload, Extraction out) {
            for (int i = 0; i < bytes.length(); i++) {
                int found = payload.unsignedByte(at + i);
                if (found != bytes.unsignedByte(i)) {
                    out.fail(
                            DecodeFault.WRONG_CONSTANT,
                            String.format(
                                    "byte %d is 0x%02x, and always 0x%02x in this layout",
                                    at + i, found, bytes.unsignedByte(i)));
                    return;
                }
            }
        }
    }

    private record Read(int at, IntegerType type, CompiledUse use) implements Step {
        @Override
        public void apply(Payload payload, Extraction out) {
            use.apply(integer(payload, at, type), payload, out);
        }
    }

    /** Shifting left, then right, leaves the slice, with or without its sign. */
    private record Cut(int left, int right, boolean signed, CompiledUse use) {
        void apply(long raw, Payload payload, Extraction out) {
            long shifted = raw << left;
            use.apply(signed ? shifted >> right : shifted >>> right, payload, out);
        }
    }

    private record ReadSlices(int at, IntegerType type, List<Cut> cuts) implements Step {
        @Override
        public void apply(Payload payload, Extraction out) {
            long raw = integer(payload, at, type);
            for (Cut cut : cuts) {
                cut.apply(raw, payload, out);
            }
        }
    }

    private static long integer(Payload payload, int at, IntegerType type) {
        int width = type.width();
        int start = type.sign() == IntegerType.Sign.LEADING_BYTE ? at + 1 : at;
        long raw = 0;
        for (int i = 0; i < width; i++) {
            int next =
                    payload.unsignedByte(type.littleEndian() ? start + width - 1 - i : start + i);
            raw = raw << 8 | next;
        }
        int unused = 64 - type.bits();
        return switch (type.sign()) {
            case NONE -> raw;
            case TWOS_COMPLEMENT -> raw << unused >> unused;
            case MAGNITUDE -> {
                long magnitude = raw << (unused + 1) >>> (unused + 1);
                yield magnitude == raw ? raw : -magnitude;
            }
            case LEADING_BYTE -> payload.unsignedByte(at) == 0 ? raw : -raw;
        };
    }
}
