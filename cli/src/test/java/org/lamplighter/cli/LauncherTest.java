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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** The script that finds a Java, and rehearses a start with it: what it says and asks. */
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

    @Test
    void rehearsesTheFirstStartAfterABuildAndUsesWhatIsLeftOfIt() throws Exception {
        Path release = release();
        Path start = release.resolve("start-25.aot");
        Map<String, String> environment = speakingJava("25.0.1");

        Run first = up(release, environment);
        Run second = up(release, environment);

        assertThat(first.err())
                .isEqualTo(
                        "lamplighter: rehearsing a start (once, half a minute), so that all starts"
                                + " to come take half the time ...\n");
        assertThat(first.out()).contains("-XX:AOTCache=" + start).contains("Lamplighter up");
        assertThat(Files.readString(release.resolve("rehearsal.log")))
                .contains("-XX:AOTCacheOutput=" + start + ".new")
                .contains("-XX:-AOTRecordTraining")
                .contains("Lamplighter rehearse");
        assertThat(second).isEqualTo(new Run(0, first.out(), ""));
    }

    @Test
    void rehearsesAgainForNewerLibraries() throws Exception {
        Path release = release();
        Map<String, String> environment = speakingJava("25.0.1");
        up(release, environment);
        Path start = release.resolve("start-25.aot");
        Files.setLastModifiedTime(start, FileTime.from(Instant.EPOCH));

        assertThat(up(release, environment).err()).contains("rehearsing a start");
        assertThat(Files.getLastModifiedTime(start)).isGreaterThan(FileTime.from(Instant.EPOCH));
    }

    @Test
    void saysThatARehearsalFailedAndStartsAllTheSame() throws Exception {
        Path release = release();
        Files.writeString(folder.resolve("fails"), "");

        Run run = up(release, speakingJava("25.0.1"));

        assertThat(run.err())
                .endsWith(
                        "lamplighter: the rehearsal failed, "
                                + release.resolve("rehearsal.log")
                                + " says why; going on without.\n");
        assertThat(run.out()).contains("Lamplighter up").doesNotContain("AOTCache");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void asksNoRehearsalOfAJavaThatCannotKeepIt() throws Exception {
        Run run = up(release(), speakingJava("24.0.2"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Lamplighter up").doesNotContain("AOT");
    }

    /** The launcher beside a library, as a release has it. */
    private Path release() throws IOException {
        Path release = Files.createDirectories(folder.resolve("release"));
        Path library = Files.createDirectories(release.resolve("lib")).resolve("one.jar");
        Files.setLastModifiedTime(
                Files.createFile(library), FileTime.from(Instant.now().minusSeconds(60)));
        Files.copy(SCRIPT, release.resolve("lamplighter"), StandardCopyOption.COPY_ATTRIBUTES);
        return release;
    }

    /** A Java that says what it was asked, and leaves a cache if it was asked for one. */
    private Map<String, String> speakingJava(String version) throws IOException {
        Path home = java(version);
        Files.writeString(
                home.resolve("bin").resolve("java"),
                """
                #!/bin/sh
                echo "$@"
                for each; do
                  case "$each" in
                    -XX:AOTCacheOutput=*) [ ! -f %s ] && : > "${each#*=}" || exit 1 ;;
                  esac
                done
                """
                        .formatted(folder.resolve("fails")));
        return Map.of("LAMPLIGHTER_JAVA_HOME", home.toString());
    }

    private static Run up(Path release, Map<String, String> environment) throws Exception {
        return launch(release.resolve("lamplighter"), environment, System.getenv("PATH"), "up");
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
        return launch(script, environment, path, "version");
    }

    private static Run launch(
            Path script, Map<String, String> environment, String path, String command)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), command);
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
