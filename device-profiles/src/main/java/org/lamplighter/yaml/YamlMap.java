// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping at its place, in the order it was written. */
public final class YamlMap {
    private final String what;
    private final YamlValue value;
    private final Issues issues;
    private final Map<String, Entry> entries;
    private List<String> allowed = List.of();

    /**
     * One pair.
     *
     * @param key the key at its place
     * @param value the value at its place
     */
    public record Entry(YamlValue key, YamlValue value) {}

    private YamlMap(String what, YamlValue value, Issues issues, Map<String, Entry> entries) {
        this.what = what;
        this.value = value;
        this.issues = issues;
        this.entries = Collections.unmodifiableMap(entries);
    }

    static YamlMap of(String what, MappingNode mapping, YamlValue value, Issues issues) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            YamlValue key = new YamlValue(keyNode, issues);
            if (!(keyNode instanceof ScalarNode scalar)) {
                key.report(
                        YamlIssue.WRONG_SHAPE,
                        "a key is a single value, not a mapping or a list",
                        "write a name before the colon");
                continue;
            }
            Entry entry = new Entry(key, new YamlValue(tuple.getValueNode(), issues));
            Entry first = entries.putIfAbsent(scalar.getValue(), entry);
            if (first != null) {
                key.report(
                        YamlIssue.DUPLICATE_KEY,
                        "\""
                                + scalar.getValue()
                                + "\" stands already in line "
                                + first.key().line(),
                        "remove one of the two");
            }
        }
        return new YamlMap(what, value, issues, entries);
    }

    YamlMap allowing(Collection<String> keys) {
        allowed = List.copyOf(keys);
        entries.forEach(
                (name, entry) -> {
                    if (!keys.contains(name)) {
                        entry.key()
                                .report(
                                        YamlIssue.UNKNOWN_KEY,
                                        "\""
                                                + name
                                                + "\" is no key of "
                                                + what
                                                + ", which has "
                                                + Suggestions.list(keys),
                                        Suggestions.hint(name, keys));
                    }
                });
        return this;
    }

    /** The mapping as a value, to report about it as a whole. */
    public YamlValue asValue() {
        return value;
    }

    /** All pairs by key, in their order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key that may be absent. */
    public Optional<YamlValue> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** The value of a key that must be there; its absence is reported. */
    public Optional<YamlValue> need(String key, String example) {
        Optional<YamlValue> found = find(key);
        if (found.isEmpty() && !isMisspelt(key)) {
            value.report(
                    YamlIssue.MISSING_KEY,
                    what + " needs the key \"" + key + "\"",
                    "add " + key + ": " + example);
        }
        return found;
    }

    /** Whether a key that is not allowed was reported with the hint that {@code key} is meant. */
    private boolean isMisspelt(String key) {
        return entries.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .anyMatch(name -> Suggestions.findNearest(name, allowed).equals(Optional.of(key)));
    }

    /** The one key of {@code keys} that is there; none or several are reported. */
    public Optional<String> needOneOf(List<String> keys) {
        List<String> present = keys.stream().filter(entries::containsKey).toList();
        if (present.size() == 1) {
            return Optional.of(present.getFirst());
        }
        YamlValue at = present.isEmpty() ? value : requireKey(present.get(1));
        at.report(
                YamlIssue.EXCLUSIVE_KEYS,
                what
                        + " has exactly one of the keys "
                        + Suggestions.list(keys)
                        + ", and this has "
                        + (present.isEmpty() ? "none" : String.join(" and ", present)),
                present.isEmpty() ? "add one of them" : "keep one of them");
        return Optional.empty();
    }

    /** A key at its place, to report about it. */
    public YamlValue requireKey(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(what + " has no key " + key);
        }
        return entry.key();
    }

    /** The issues that everything read from this source is reported to. */
    public Issues issues() {
        return issues;
    }
}
