// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A value of a tree that was read, and where its bytes are. Used by one thread. */
abstract sealed class Node {
    /** Its first byte. */
    final int from;

    /** The one after its last. */
    int to;

    /** Whether something looked at it. */
    boolean used;

    private Node(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** What it is, in words. */
    abstract String what();

    /** What stands within it. */
    Iterable<Node> inner() {
        return List.of();
    }

    static final class Members extends Node {
        final Map<String, Node> members;

        Members(int from, Map<String, Node> members) {
            super(from, from);
            this.members = members;
        }

        @Override
        Iterable<Node> inner() {
            return members.values();
        }

        @Override
        String what() {
            return "an object";
        }
    }

    static final class Items extends Node {
        final List<Node> items;

        Items(int from, List<Node> items) {
            super(from, from);
            this.items = items;
        }

        @Override
        Iterable<Node> inner() {
            return items;
        }

        @Override
        String what() {
            return "an array";
        }
    }

    /** A number; its decimal is null if it is NaN, infinite or beyond a double. */
    static final class Numeric extends Node {
        final @Nullable BigDecimal decimal;
        private final boolean notANumber;

        Numeric(int from, int to, @Nullable BigDecimal decimal, boolean notANumber) {
            super(from, to);
            this.decimal = decimal;
            this.notANumber = notANumber;
        }

        /** Why it has no decimal. */
        String why() {
            return notANumber ? "NaN" : "infinite or beyond 1.8E308";
        }

        @Override
        String what() {
            return "a number";
        }
    }

    static final class Text extends Node {
        final String text;

        Text(int from, int to, String text) {
            super(from, to);
            this.text = text;
        }

        @Override
        String what() {
            return "a text";
        }
    }

    static final class Flag extends Node {
        final boolean value;

        Flag(int from, int to, boolean value) {
            super(from, to);
            this.value = value;
        }

        @Override
        String what() {
            return "true or false";
        }
    }

    /** Null. */
    static final class Nothing extends Node {
        Nothing(int from, int to) {
            super(from, to);
        }

        @Override
        String what() {
            return "nothing";
        }
    }

    /** What has no meaning in JSON, such as a string of bytes in CBOR. */
    static final class Other extends Node {
        Other(int from, int to) {
            super(from, to);
        }

        @Override
        String what() {
            return "a string of bytes";
        }
    }
}
