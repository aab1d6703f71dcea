// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The script that finds a Java: what it says when it finds none that will do. */
final class LauncherTest {
    private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("lamplighter");

    @TempDir Path folder;

    @Test
    void saysThatTheNamedJavaIsTooOld() throws Exception {
        Path old = java("17.0.17");

        assertThat(launch(Map.of("LAMPLIGHTER_JAVA_HOME", old.toString())))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: LAMPLIGHTER_JAVA_HOME is "
                                        + old
                                        + ", a Java of version 17, which is too old; point it at a"
                                        + " JDK of version 21 or newer, or leave it out.\n"));
    }

    @Test
    void saysThatTheNamedFolderHoldsNoJava() throws Exception {
        assertThat(launch(Map.of("LAMPLIGHTER_JAVA_HOME", folder.toString())))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: LAMPLIGHTER_JAVA_HOME is "
                                        + folder
                                        + ", which has no bin/java; point it at a JDK of version 21"
                                        + " or newer, or leave it out.\n"));
    }

    @Test
    void passesOverATooOldJavaThatNobodyNamed() throws Exception {
        Path old = java("1.8.0_402");
        Path release = Files.createDirectories(folder.resolve("release"));
        Files.createDirectories(release.resolve("lib"));
        Files.copy(SCRIPT, release.resolve("lamplighter"), StandardCopyOption.COPY_ATTRIBUTES);
        String newer = System.getProperty("java.home");

        Run run =
                launch(
                        release.resolve("lamplighter"),
                        Map.of("JAVA_HOME", old.toString(), "LAMPLIGHTER_JAVA_OPTIONS", "-version"),
                        newer + "/bin:" + System.getenv("PATH"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("version \"" + System.getProperty("java.version"));
    }

    /** A folder that looks like a JDK of a version. */
    private Path java(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Path program = home.resolve("bin").resolve("java");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(program, "#!/bin/sh\nexit 99\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static Run launch(Map<String, String> environment) throws Exception {
        return launch(SCRIPT, environment, System.getenv("PATH"));
    }

    private static Run launch(Path script, Map<String, String> environment, String path)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "version");
        builder.environment().remove("LAMPLIGHTER_JAVA_HOME");
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }
}
