// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What answers a frame once it is kept. */
public sealed interface Ack {
    /** Nothing does. */
    record None() implements Ack {}

    /** These parts, one after the other. */
    record Template(List<Part> parts) implements Ack {
        public Template {
            parts = List.copyOf(parts);
        }

        /** How many first bytes are the preamble, before the start bytes. */
        int preambles(int preamble) {
            int count = 0;
            while (count < parts.size()
                    && parts.get(count) instanceof Part.Constant(Payload bytes)
                    && bytes.unsignedByte(0) == preamble) {
                count++;
            }
            return count;
        }

        /** The answer to a frame. */
        byte[] answer(Payload frame) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (Part part : parts) {
                switch (part) {
                    case Part.Constant(Payload bytes) -> answer.writeBytes(bytes.toByteArray());
                    case Part.Copied(int at, int length) -> {
                        int begin = Check.position(at, frame.length());
                        for (int i = 0; i < length; i++) {
                            answer.write(frame.unsignedByte(begin + i));
                        }
                    }
                    case Part.Checked(Check.Of check, int from) -> {
                        byte[] before = answer.toByteArray();
                        long value = check.checksum().over(before, from, before.length);
                        answer.writeBytes(check.encode(value));
                    }
                }
            }
            return answer.toByteArray();
        }
    }

    /** Some bytes of an answer. */
    sealed interface Part {
        /** How many. */
        int length();

        /** The same in every answer. */
        record Constant(Payload bytes) implements Part {
            @Override
            public int length() {
                return bytes.length();
            }
        }

        /** Those of the frame from {@code at}; negative from its end. */
        record Copied(int at, int length) implements Part {}

        /** The checksum of the answer from {@code from} up to here. */
        record Checked(Check.Of check, int from) implements Part {
            @Override
            public int length() {
                return check.checksum().bytes();
            }
        }
    }
}
