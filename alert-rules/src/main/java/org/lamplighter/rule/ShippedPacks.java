// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packs of rules that come with the program, as resources, each with its tests. */
public final class ShippedPacks {
    private static final List<String> NAMES = List.of("cover", "parking", "streetlight");

    /** What the texts of those that were asked for say; no more than there are names. */
    private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

    private ShippedPacks() {}

    private record Compiled(String yaml, ParsedPack parsed) {}

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

    /**
     * What a pack's text says. A shipped one is compiled once for all books of the process: nearly
     * every book has them, and compiling takes a hundred times as long as the rest of a book.
     */
    static ParsedPack parse(String name, String yaml) {
        if (NAMES.contains(name)) {
            Compiled shipped = COMPILED.computeIfAbsent(name, ShippedPacks::compile);
            if (shipped.yaml.equals(yaml)) {
                return shipped.parsed;
            }
        }
        return RuleParser.parse(name + ".rules.yaml", yaml);
    }

    private static Compiled compile(String name) {
        String yaml = require(name).yaml();
        return new Compiled(yaml, RuleParser.parse(name + ".rules.yaml", yaml));
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
