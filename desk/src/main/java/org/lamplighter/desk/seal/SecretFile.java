// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A file of one line that only its owner may read. */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private SecretFile() {}

    /**
     * The file's line; a missing file is made, with mode 0600 from its first moment, and is on the
     * disk whole before this returns. Of several processes that make it at once one does, and all
     * read the same line.
     *
     * @param what what it holds, for messages
     * @param fresh makes the line of a new file
     * @throws SecretFileException if it cannot be read or made, on a file system without hard links
     *     for one, or if others may read it
     */
    public static String readOrCreate(Path file, String what, Supplier<String> fresh) {
        try {
            if (!Files.exists(file)) {
                create(file, fresh.get());
            }
            demandOwnerOnly(file, what);
            return Files.readString(file).strip();
        } catch (IOException | UnsupportedOperationException e) {
            throw new SecretFileException(
                    "the "
                            + what
                            + " "
                            + file
                            + " cannot be read or made: "
                            + e
                            + "; check that the directory exists, may be written to and is on a"
                            + " file system with hard links",
                    e);
        }
    }

    private static void create(Path file, String line) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new NoSuchFileException(file.toString());
        }
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, file.getFileName() + ".", ".part", MODE_0600);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            // never over a file that another process placed meanwhile and may have read since,
            // which
            // a move would replace
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            // that one's line is read
        } finally {
            Files.delete(part);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void demandOwnerOnly(Path file, String what) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new SecretFileException(
                    "the "
                            + what
                            + " "
                            + file
                            + " must be readable by its owner only, but its"
                            + " mode is "
                            + PosixFilePermissions.toString(permissions)
                            + "; run: chmod 600 "
                            + file);
        }
    }
}
