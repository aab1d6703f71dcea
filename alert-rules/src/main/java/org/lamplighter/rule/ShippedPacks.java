// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The packs of rules that come with the program, as resources, each with its tests. */
public final class ShippedPacks {
    private static final List<String> NAMES = List.of("cover", "parking", "streetlight");

    private ShippedPacks() {}

    /**
     * A pack that comes with the program.
     *
     * @param name its name
     * @param yaml its text
     * @param tests the text of its tests
     */
    public record Shipped(String name, String yaml, String tests) {}

    /** All of them, by name. */
    public static List<Shipped> all() {
        return NAMES.stream().map(ShippedPacks::require).toList();
    }

    /**
     * The one of a name.
     *
     * @throws IllegalArgumentException if none of that name is shipped
     */
    public static Shipped require(String name) {
        return new Shipped(name, read(name + ".rules.yaml"), read(name + ".rules-test.yaml"));
    }

    /** A book with all of them and no override, as it is before anybody tuned anything. */
    public static RuleBook book() {
        RuleBook book = RuleBook.EMPTY;
        for (Shipped shipped : all()) {
            book = book.with(shipped.name, 1, shipped.yaml, List.of());
        }
        return book;
    }

    private static String read(String file) {
        try (InputStream in =
                ShippedPacks.class.getResourceAsStream("/org/lamplighter/packs/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no file \"" + file + "\" is shipped");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
