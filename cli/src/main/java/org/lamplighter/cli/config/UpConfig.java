// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All settings with the values in force, and who said so. Immutable. */
public final class UpConfig {
    private static final UpConfig DEFAULTS = new UpConfig(Map.of());

    private final Map<Setting<?>, Given<?>> given;

    private UpConfig(Map<Setting<?>, Given<?>> given) {
        this.given = Map.copyOf(given);
    }

    /**
     * A value that somebody set.
     *
     * @param value the value
     * @param origin who set it, for people: {@code lamplighter.yaml:3}
     */
    private record Given<T>(Setting<T> setting, T value, String origin) {
        String text() {
            return setting.kind().writer().apply(value);
        }
    }

    /** Nothing set. */
    public static UpConfig defaults() {
        return DEFAULTS;
    }

    /** The value in force. */
    public <T> T value(Setting<T> setting) {
        return find(setting).map(Given::value).orElse(setting.fallback());
    }

    /** With a setting set over whatever set it before. */
    public <T> UpConfig with(Setting<T> setting, T value, String origin) {
        Map<Setting<?>, Given<?>> next = new LinkedHashMap<>(given);
        next.put(setting, new Given<>(setting, value, origin));
        return new UpConfig(next);
    }

    /** A line for each setting: its key, its value and who set it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = Settings.all().stream().mapToInt(one -> one.key().length()).max().orElse(0);
        for (Setting<?> setting : Settings.all()) {
            lines.add(line(setting, width));
        }
        return lines;
    }

    private <T> String line(Setting<T> setting, int width) {
        Optional<Given<T>> set = find(setting);
        String value = set.map(Given::text).orElse(setting.fallbackText());
        String origin = set.map(Given::origin).orElse("default");
        return setting.key()
                + " ".repeat(width - setting.key().length() + 2)
                + value
                + "  ("
                + origin
                + ")";
    }

    /** The map holds for each setting a value of that setting's own type: {@link #with} says so. */
    @SuppressWarnings("unchecked")
    private <T> Optional<Given<T>> find(Setting<T> setting) {
        return Optional.ofNullable((Given<T>) given.get(setting));
    }
}
