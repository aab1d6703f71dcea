// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks or rewrites every Java source of the repository with google-java-format (AOSP style).
 *
 * <p>The formatter parses with the compiler of the JDK it runs in, so Java 21 syntax needs a JDK of
 * at least 21, while Maven (and with it Spotless) may run on 17. The root pom therefore starts this
 * file with the toolchain's JDK.
 *
 * <p>Arguments: {@code check} or {@code write}, then the root directory.
 */
final class FormatSources {
    private static final Set<String> SKIPPED =
            Set.of("target", "node_modules", "data", ".git", ".mvn");

    public static void main(String[] args) throws IOException {
        boolean write =
                switch (args[0]) {
                    case "write" -> true;
                    case "check" -> false;
                    default ->
                            throw new IllegalArgumentException(
                                    "mode must be check or write, was " + args[0]);
                };
        Path root = Path.of(args[1]);
        List<String> faults =
                javaSources(root).parallelStream()
                        .flatMap(source -> format(root, source, write).stream())
                        .sorted()
                        .toList();
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.err.println("To format: mvn -q -N -Pformat process-sources");
            System.exit(1);
        }
    }

    private static List<Path> javaSources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        boolean outside =
                                SKIPPED.contains(directory.getFileName().toString())
                                        && !directory.toString().contains("/src/");
                        return outside ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".java")) {
                            sources.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sources;
    }

    /** Returns what is wrong with the source after this call, at most one line. */
    private static List<String> format(Path root, Path source, boolean write) {
        Path name = root.relativize(source);
        try {
            JavaFormatterOptions style =
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
            String before = Files.readString(source);
            String after = new Formatter(style).formatSourceAndFixImports(before);
            if (after.equals(before)) {
                return List.of();
            }
            if (!write) {
                return List.of(name + ": not formatted");
            }
            Files.writeString(source, after);
            return List.of();
        } catch (FormatterException e) {
            return List.of(name + ":" + e.getMessage());
        } catch (IOException e) {
            return List.of(name + ": cannot be read or written: " + e);
        }
    }
}
