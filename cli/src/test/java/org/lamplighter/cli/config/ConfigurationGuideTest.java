// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

final class ConfigurationGuideTest {
    private static final Path GUIDE =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("configuration.md");

    @Test
    void isWhatTheSettingsSay() throws Exception {
        if (Boolean.getBoolean("guide.write")) {
            Files.writeString(GUIDE, ConfigurationGuide.write());
        }
        assertThat(GUIDE).content().isEqualTo(ConfigurationGuide.write());
    }
}
