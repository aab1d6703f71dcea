// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlExtension;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.util.Optional;
import java.util.function.Function;

/**
 * Puts a profile over the one that it extends, which is one that comes with the program: so a text
 * means the same wherever it is read, and changes its meaning with a release only.
 */
final class Families {
    /** The key that names the profile that is extended. */
    static final String KEY = "extends";

    /** How many profiles may extend one another. */
    static final int MAX_GENERATIONS = 4;

    private final Function<String, Optional<String>> parents;

    /** Families whose profiles are found by their ids. */
    Families(Function<String, Optional<String>> parents) {
        this.parents = parents;
    }

    /** The document over what it extends; itself if it extends nothing. */
    Optional<YamlValue> resolve(YamlValue document) {
        Optional<YamlValue> name = document.member(KEY);
        return name.isEmpty() ? Optional.of(document) : resolve(document, name.get(), 1);
    }

    /**
     * The document over what it extends.
     *
     * @param at where the profile that was given names what it extends: everything is told there
     */
    private Optional<YamlValue> resolve(YamlValue document, YamlValue at, int generation) {
        Optional<YamlValue> name = document.member(KEY);
        if (name.isEmpty()) {
            return Optional.of(document);
        }
        Optional<String> id = name.get().text("a profile's id", 1000);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (generation == MAX_GENERATIONS) {
            at.report(
                    ProfileIssue.UNKNOWN_FAMILY,
                    "profiles extend one another at most " + (MAX_GENERATIONS - 1) + " times",
                    "extend one that extends less");
            return Optional.empty();
        }
        Optional<YamlValue> parent =
                parents.apply(id.get())
                        .flatMap(text -> YamlReader.read(text, new Issues(id.get(), text)));
        if (parent.isEmpty()) {
            at.report(
                    ProfileIssue.UNKNOWN_FAMILY,
                    "no profile \"" + id.get() + "\" comes with the program",
                    Suggestions.hint(id.get(), ShippedProfiles.ids()));
            return Optional.empty();
        }
        return resolve(parent.get(), at, generation + 1)
                .map(whole -> YamlExtension.over(document, whole.without("profile"), at));
    }
}
