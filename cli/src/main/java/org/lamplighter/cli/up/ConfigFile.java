// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.config.ConfigReader;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds the configuration file of {@code up} and has it read. */
public final class ConfigFile {
    /** What is read where no file is named, if it is there. */
    private static final Path USUAL = Path.of("lamplighter.yaml");

    /** The largest file that is read. */
    private static final long MAX_SIZE = 4L * YamlReader.MAX_LENGTH;

    private ConfigFile() {}

    /**
     * Reads the file and the environment.
     *
     * @param named the file that was named, or null
     * @throws StartupException if a file that was named cannot be read
     */
    public static ConfigReader.Parsed read(@Nullable Path named, Map<String, String> environment) {
        if (named == null && !Files.exists(USUAL)) {
            return ConfigReader.read(environment);
        }
        Path file = named == null ? USUAL : named;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new StartupException(
                        file
                                + " is larger than "
                                + MAX_SIZE
                                + " bytes; it is no configuration, name another with --config"
                                + " FILE");
            }
            return ConfigReader.read(file.toString(), Files.readString(file), environment);
        } catch (IOException e) {
            throw new StartupException(
                    "the configuration cannot be read from "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); name a file of UTF-8 text with --config FILE",
                    e);
        }
    }
}
