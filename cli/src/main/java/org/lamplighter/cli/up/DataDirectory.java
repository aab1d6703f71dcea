// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything an all-in-one keeps, locked for one process at a time.
 *
 * <p>Thread-safe; the lock lasts until {@link #close()} or the end of the process.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String FORMAT = "1";

    private final Path path;
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder if it is absent and locks it.
     *
     * @throws StartupException if it cannot be written, another process holds it, or it is none of
     *     ours
     */
    public static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileLock lock = lock(path);
            requireFormat(path);
            return new DataDirectory(path, lock);
        } catch (AccessDeniedException | FileAlreadyExistsException e) {
            throw unwritable(path, e);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    public Path path() {
        return path;
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    Path demoBroker() {
        return path.resolve("demo-broker");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    @Override
    public void close() {
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new StartupException(
                    "the lock of " + path + " could not be released: " + e.getMessage(), e);
        }
    }

    private static FileLock lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new StartupException(
                    "the data directory "
                            + path
                            + " is in use by another Lamplighter; stop that one,"
                            + " or give this one its own with --data DIR and --port-offset N");
        }
        return lock;
    }

    /**
     * A marker file tells a directory of ours from somebody else's, and one format from the next.
     */
    private static void requireFormat(Path path) throws IOException {
        Path marker = path.resolve("format");
        if (Files.exists(marker)) {
            String format = Files.readString(marker).strip();
            if (!format.equals(FORMAT)) {
                throw new StartupException(
                        "the data directory "
                                + path
                                + " is corrupt: its file format says \""
                                + format
                                + "\" where this version reads \""
                                + FORMAT
                                + "\"; restore the directory from a copy, or start with a new one"
                                + " by --data DIR");
            }
            return;
        }
        try (var entries = Files.list(path)) {
            boolean foreign =
                    entries.anyMatch(entry -> !entry.getFileName().toString().equals("lock"));
            if (foreign) {
                throw new StartupException(
                        "the data directory "
                                + path
                                + " is corrupt or not Lamplighter's: it holds files but not the"
                                + " file format; restore the directory from a copy, or start with a"
                                + " new one by --data DIR");
            }
        }
        Files.writeString(marker, FORMAT);
    }

    private static StartupException unwritable(Path path, IOException e) {
        return new StartupException(
                "the data directory "
                        + path
                        + " cannot be written ("
                        + e.getClass().getSimpleName()
                        + "); make it"
                        + " writable, or choose another with --data DIR",
                e);
    }
}
