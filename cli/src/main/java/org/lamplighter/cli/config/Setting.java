// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param <T> its type in Java
 * @param key where it stands in the file: kebab-case words, with dots where the file indents
 * @param kind what values it takes
 * @param fallback its value where nobody sets it
 * @param purpose what it is for, for the guide
 */
public record Setting<T>(String key, Kind<T> kind, T fallback, String purpose) {
    static final String PREFIX = "LAMPLIGHTER_";

    /** The environment variable that sets it. */
    public String variable() {
        return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The fallback as it would be written. */
    public String fallbackText() {
        return kind.writer().apply(fallback);
    }

    @Override
    public String toString() {
        return key;
    }
}
