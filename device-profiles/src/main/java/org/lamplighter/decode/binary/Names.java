// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.BinaryLayout;

import java.util.ArrayList;
import java.util.List;

/** The places of what is kept under names. Immutable. */
final class Names {
    private final List<String> numbers;
    private final List<String> texts;

    Names(BinaryLayout layout) {
        numbers = new ArrayList<>(layout.numbers());
        texts = new ArrayList<>(layout.texts());
    }

    Kept number(String name) {
        int index = numbers.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no number is named " + name);
        }
        return new Kept(index, name);
    }

    boolean isText(String name) {
        return texts.contains(name);
    }

    Kept text(String name) {
        int index = texts.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no text is named " + name);
        }
        return new Kept(index, name);
    }

    int numberCount() {
        return numbers.size();
    }

    int textCount() {
        return texts.size();
    }
}
