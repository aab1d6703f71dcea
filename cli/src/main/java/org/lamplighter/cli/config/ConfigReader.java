// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlReader;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a configuration from a file's text and the environment; the environment goes before the
 * file. Pure: any text gives a configuration or issues. Used once, by one thread.
 */
public final class ConfigReader {
    /** Variables that the launcher script reads before Java runs. */
    static final Map<String, String> LAUNCHER_VARIABLES =
            new TreeMap<>(
                    Map.of(
                            "LAMPLIGHTER_HEAP", "the heap, as for `-Xmx`: `1g`",
                            "LAMPLIGHTER_JAVA_HOME", "the JDK to run on",
                            "LAMPLIGHTER_JAVA_OPTIONS", "further options for Java"));

    private final List<Issue> issues = new ArrayList<>();
    private UpConfig config = UpConfig.defaults();

    private ConfigReader() {}

    /** What reading gave. */
    public sealed interface Parsed {
        /** A configuration without fault. */
        record Valid(UpConfig config) implements Parsed {}

        /**
         * Everything that is wrong.
         *
         * @param issues at least one: those of the file, then those of the environment
         */
        record Faulty(List<Issue> issues) implements Parsed {
            public Faulty {
                issues = List.copyOf(issues);
            }
        }
    }

    /** What nothing but the environment sets. */
    public static Parsed read(Map<String, String> environment) {
        ConfigReader reader = new ConfigReader();
        reader.environment(environment);
        return reader.parsed();
    }

    /**
     * What a file and the environment set.
     *
     * @param source the file's name, for issues and origins
     * @param yaml its text
     */
    public static Parsed read(String source, String yaml, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader();
        reader.file(source, yaml);
        reader.environment(environment);
        return reader.parsed();
    }

    private Parsed parsed() {
        return issues.isEmpty() ? new Parsed.Valid(config) : new Parsed.Faulty(issues);
    }

    private void file(String source, String yaml) {
        Issues found = new Issues(source, yaml);
        YamlReader.read(yaml, found).ifPresent(root -> map(root, "", source));
        issues.addAll(found.found());
    }

    private void map(YamlValue value, String prefix, String source) {
        String what =
                prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
        Optional<YamlMap> map = value.map(what, children(prefix));
        for (String child : children(prefix)) {
            map.flatMap(present -> present.find(child))
                    .ifPresent(
                            below -> {
                                Optional<Setting<?>> setting = find(prefix + child);
                                if (setting.isPresent()) {
                                    set(setting.get(), below, source + ":" + below.line());
                                } else {
                                    map(below, prefix + child + ".", source);
                                }
                            });
        }
    }

    private void environment(Map<String, String> environment) {
        new TreeMap<>(environment)
                .forEach(
                        (name, text) -> {
                            // set to nothing is not set, as in a compose file's ${VAR:-}
                            if (name.startsWith(Setting.PREFIX)
                                    && !text.isEmpty()
                                    && !LAUNCHER_VARIABLES.containsKey(name)) {
                                variable(name, text);
                            }
                        });
    }

    private void variable(String name, String text) {
        Optional<Setting<?>> setting =
                Settings.all().stream().filter(one -> one.variable().equals(name)).findFirst();
        Issues found =
                new Issues(
                        setting.isPresent() ? name : "environment",
                        setting.isPresent() ? text : name);
        if (setting.isPresent()) {
            YamlReader.read(text, found).ifPresent(value -> set(setting.get(), value, name));
        } else {
            YamlReader.read(name, found)
                    .ifPresent(
                            value ->
                                    value.report(
                                            ConfigFault.UNKNOWN_VARIABLE,
                                            "\"" + name + "\" is no variable of Lamplighter",
                                            hint(name)));
        }
        issues.addAll(found.found());
    }

    private static String hint(String name) {
        List<String> names =
                Stream.concat(
                                Settings.all().stream().map(Setting::variable),
                                LAUNCHER_VARIABLES.keySet().stream())
                        .toList();
        return Suggestions.findNearest(name, names)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse("unset it; docs/configuration.md lists those there are");
    }

    private <T> void set(Setting<T> setting, YamlValue value, String origin) {
        setting.kind()
                .reader()
                .apply(value, setting.key())
                .ifPresent(read -> config = config.with(setting, read, origin));
    }

    private static Optional<Setting<?>> find(String key) {
        return Settings.all().stream().filter(one -> one.key().equals(key)).findFirst();
    }

    private static Set<String> children(String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (Setting<?> setting : Settings.all()) {
            if (setting.key().startsWith(prefix)) {
                String rest = setting.key().substring(prefix.length());
                int dot = rest.indexOf('.');
                names.add(dot < 0 ? rest : rest.substring(0, dot));
            }
        }
        return names;
    }
}
