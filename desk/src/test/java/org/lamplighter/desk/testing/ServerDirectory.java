// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Where the servers of this JVM's tests keep their data: {@code target/servers}, by process. It
 * goes when they were stopped cleanly with the JVM; what stays under its own name tells of a run
 * that was cut short.
 */
public final class ServerDirectory {
    private static final Path ALL = Path.of("target", "servers");
    private static final String STOPPED = "stopped-";

    private ServerDirectory() {}

    /** A directory that no other JVM has. */
    public static Path make(String name) throws IOException {
        Path directory = ALL.resolve(ProcessHandle.current().pid() + "-" + name);
        Files.createDirectories(directory);
        try (DirectoryStream<Path> leftOver = Files.newDirectoryStream(ALL, STOPPED + "*")) {
            for (Path each : leftOver) {
                delete(each);
            }
        }
        return directory;
    }

    /** Stops the servers, in this order, when the JVM ends, and deletes what they kept. */
    public static void deleteAtEnd(Path directory, List<Runnable> stops) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stops.forEach(Runnable::run);
                                    deleteStopped(directory);
                                }));
    }

    /** A JVM that is killed meanwhile leaves a name by which the next one knows what may go. */
    private static void deleteStopped(Path directory) {
        try {
            Path stopped = directory.resolveSibling(STOPPED + directory.getFileName());
            Files.move(directory, stopped);
            delete(stopped);
        } catch (IOException e) {
            // it stays until the next run or clean build, and no test is worse for it
        }
    }

    /** As much of it as can be deleted: another JVM may be at it, too. */
    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        return deleteOne(file);
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path each, IOException failure) {
                        return deleteOne(each);
                    }
                });
    }

    private static FileVisitResult deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // the next run tries it again
        }
        return FileVisitResult.CONTINUE;
    }
}
