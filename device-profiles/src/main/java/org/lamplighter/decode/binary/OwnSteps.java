// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.OwnReading.Base;
import org.lamplighter.profile.layout.OwnReading.TextPart;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;

/** Opens and closes readings of their own. Immutable. */
final class OwnSteps {
    private final OwnReading kind;
    private final @Nullable Kept base;
    private final @Nullable Kept step;
    private final long stepMillis;
    private final ChildPart[] child;

    /** A piece of a child's name. */
    private sealed interface ChildPart {
        record Literal(String text) implements ChildPart {}

        record KeptNumber(Kept number) implements ChildPart {}

        record KeptText(Kept text) implements ChildPart {}
    }

    OwnSteps(OwnReading kind, Names names) {
        this.kind = kind;
        OwnReading.@Nullable Reckoned time = kind.time().orElse(null);
        base =
                time != null && time.base() instanceof Base.Kept kept
                        ? names.number(kept.name())
                        : null;
        step =
                time != null && time.step() instanceof OwnReading.Step.Kept kept
                        ? names.number(kept.name())
                        : null;
        stepMillis =
                time == null
                        ? 0
                        : switch (time.step()) {
                            case OwnReading.Step.Fixed fixed -> fixed.duration().toMillis();
                            case OwnReading.Step.Kept kept -> kept.unit().toMillis();
                        };
        child = kind.child().stream().map(part -> childPart(part, names)).toArray(ChildPart[]::new);
    }

    private static ChildPart childPart(TextPart part, Names names) {
        return switch (part) {
            case TextPart.Literal(String text) -> new ChildPart.Literal(text);
            case TextPart.Kept(String name) ->
                    names.isText(name)
                            ? new ChildPart.KeptText(names.text(name))
                            : new ChildPart.KeptNumber(names.number(name));
        };
    }

    /** Opens one; returns what {@link #close} wants, or -1 if that failed. */
    int open(Cursor c) {
        return open(c, c.round);
    }

    int open(Cursor c, int round) {
        if ((base != null && !c.has(base)) || (step != null && !c.has(step))) {
            return -1;
        }
        int before = c.out.open(kind, round);
        if (before >= 0 && base != null) {
            c.out.base(DeviceTimes.ofUnits(c.numbers[base.index()], 1000, 0));
        }
        if (before >= 0) {
            long steps = step == null ? 1 : Math.clamp(c.numbers[step.index()], 0L, 1L << 32);
            c.out.step(steps * stepMillis);
        }
        return before;
    }

    /** Closes it; {@code from} is where its bytes begin. */
    boolean close(int before, int from, Cursor c) {
        c.out.bytes(from, c.at);
        if (child.length > 0 && !nameChild(c)) {
            return false;
        }
        c.out.close(before);
        return true;
    }

    private boolean nameChild(Cursor c) {
        StringBuilder name = new StringBuilder();
        for (ChildPart part : child) {
            switch (part) {
                case ChildPart.Literal(String text) -> name.append(text);
                case ChildPart.KeptNumber(Kept number) -> {
                    if (!c.has(number)) {
                        return false;
                    }
                    name.append(c.numbers[number.index()]);
                }
                case ChildPart.KeptText(Kept text) -> {
                    if (!c.hasText(text)) {
                        return false;
                    }
                    name.append(c.texts[text.index()]);
                }
            }
        }
        if (name.isEmpty() || !DeviceId.isValid(c.frame.device().value() + "." + name)) {
            return c.out.fail(
                    DecodeFault.UNKNOWN_VALUE,
                    "before byte "
                            + c.at
                            + " a child is named \""
                            + name
                            + "\", which with the"
                            + " device's id is no id of a device");
        }
        c.out.child(name.toString());
        return true;
    }

    /** Fields whose points belong to a reading of their own. */
    static final class Own extends Step {
        private final OwnSteps own;
        private final Step[] steps;

        Own(OwnSteps own, Step[] steps) {
            this.own = own;
            this.steps = steps;
        }

        @Override
        boolean run(Cursor c) {
            int from = c.at;
            int before = own.open(c);
            return before >= 0 && Step.run(steps, c) && own.close(before, from, c);
        }
    }
}
