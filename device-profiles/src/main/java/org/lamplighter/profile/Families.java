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
        return resolve(document, 1);
    }

    private Optional<YamlValue> resolve(YamlValue document, int generation) {
        Optional<YamlValue> name = document.member(KEY);
        if (name.isEmpty()) {
            return Optional.of(document);
        }
        Optional<String> id = name.get().text("a profile's id", 1000);
        Optional<String> yaml = id.flatMap(parents);
        if (id.isPresent() && (yaml.isEmpty() || generation == MAX_GENERATIONS)) {
            name.get()
                    .report(
                            ProfileIssue.UNKNOWN_FAMILY,
                            yaml.isEmpty()
                                    ? "no profile \"" + id.get() + "\" comes with the program"
                                    : "profiles extend one another at most "
                                            + (MAX_GENERATIONS - 1)
                                            + " times",
                            Suggestions.hint(id.get(), ShippedProfiles.ids()));
            return Optional.empty();
        }
        return yaml.flatMap(text -> YamlReader.read(text, new Issues(id.orElse(""), text)))
                .flatMap(parent -> resolve(parent, generation + 1))
                .map(parent -> YamlExtension.over(document, parent.without("profile"), name.get()));
    }
}
