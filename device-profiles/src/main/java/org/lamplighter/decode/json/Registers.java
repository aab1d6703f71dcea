// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.profile.layout.OwnReading.TextPart;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is kept under names while one frame is read, and how much more may be done for it. */
final class Registers {
    /** How many items and choices are read at least. */
    private static final int STEPS = 1024;

    /** How many more of them for each byte of the payload. */
    private static final int STEPS_A_BYTE = 16;

    final Frame frame;
    final Extraction out;
    private final Map<String, Integer> places;
    private final long[] numbers;

    /** The reading in which each number was read, plus 1; 0 for one that was not. */
    private final long[] readIn;

    private final Map<String, String> texts = new HashMap<>();
    private final int most;
    private int steps;

    /**
     * Nothing is kept yet.
     *
     * @param places the places of the names of numbers
     */
    Registers(Frame frame, Extraction out, Map<String, Integer> places) {
        this.frame = frame;
        this.out = out;
        this.places = places;
        this.numbers = new long[places.size()];
        this.readIn = new long[places.size()];
        out.numbers(numbers, readIn);
        this.most = STEPS + STEPS_A_BYTE * frame.payload().length();
        this.steps = most;
    }

    void keep(String name, long value) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no number is named " + name);
        }
        numbers[place] = value;
        readIn[place] = out.openNumber() + 1L;
    }

    void keep(String name, String value) {
        texts.put(name, value);
    }

    /** What is kept under some names at one time. */
    final class Held {
        private final String[] names;
        private final long[] heldNumbers;
        private final long[] heldReadIn;
        private final @Nullable String[] heldTexts;

        private Held(String[] names) {
            this.names = names;
            heldNumbers = new long[names.length];
            heldReadIn = new long[names.length];
            heldTexts = new @Nullable String[names.length];
            for (int i = 0; i < names.length; i++) {
                Integer place = places.get(names[i]);
                heldNumbers[i] = place == null ? 0 : numbers[place];
                heldReadIn[i] = place == null ? 0 : readIn[place];
                heldTexts[i] = texts.get(names[i]);
            }
        }

        /** Keeps it again, and nothing else under these names. */
        void restore() {
            for (int i = 0; i < names.length; i++) {
                Integer place = places.get(names[i]);
                if (place != null) {
                    numbers[place] = heldNumbers[i];
                    readIn[place] = heldReadIn[i];
                }
                String text = heldTexts[i];
                if (text == null) {
                    texts.remove(names[i]);
                } else {
                    texts.put(names[i], text);
                }
            }
        }
    }

    /** What is kept under some names now. */
    Held hold(String[] names) {
        return new Held(names);
    }

    /** Whether one more step may be done. */
    boolean step() {
        return --steps >= 0
                || out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "reading the payload takes more than " + most + " steps");
    }

    /** A number that is kept; null if there is none, which has then failed. */
    @Nullable Long number(String name) {
        Integer place = places.get(name);
        if (place == null || readIn[place] == 0) {
            out.fail(DecodeFault.UNKNOWN_VALUE, "there was no \"" + name + "\" yet");
            return null;
        }
        return numbers[place];
    }

    /** A child's name; null if a part of it is not there or it makes no device's id. */
    @Nullable String child(List<TextPart> parts) {
        StringBuilder child = new StringBuilder();
        for (TextPart part : parts) {
            switch (part) {
                case TextPart.Literal(String literal) -> child.append(literal);
                case TextPart.Kept(String name) -> {
                    String text = texts.get(name);
                    Long number = text == null ? number(name) : null;
                    if (text == null && number == null) {
                        return null;
                    }
                    child.append(text == null ? number : text);
                }
            }
        }
        String id = frame.device().value() + "." + child;
        if (child.isEmpty() || !DeviceId.isValid(id)) {
            out.fail(
                    DecodeFault.UNKNOWN_VALUE,
                    "\"" + id + "\" cannot be the id of a child of this device");
            return null;
        }
        return child.toString();
    }
}
