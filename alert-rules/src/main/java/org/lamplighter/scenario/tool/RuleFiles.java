// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario.tool;

import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds and reads packs of rules and the scenarios beside them. */
final class RuleFiles {
    /** How deep a directory is searched. */
    static final int MAX_DEPTH = 8;

    /** The largest file that is read, in bytes: as many as the characters of a pack may have. */
    static final long MAX_SIZE = 4L * YamlReader.MAX_LENGTH;

    private static final String PACK = ".rules.yaml";
    private static final String TESTS = ".rules-test.yaml";

    private RuleFiles() {}

    /** A reason for not reading a file, in one sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final String sentence;

        Unreadable(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** The packs named, those within directories, and those beside scenarios that are named. */
    static List<Path> find(List<Path> filesOrDirectories) throws Unreadable {
        if (filesOrDirectories.isEmpty()) {
            throw new Unreadable("name a *" + PACK + " file, or a directory of them");
        }
        Set<Path> files = new TreeSet<>();
        for (Path path : filesOrDirectories) {
            if (!Files.isDirectory(path)) {
                files.add(nameOf(path).endsWith(TESTS) ? sibling(path, TESTS, PACK) : path);
                continue;
            }
            try (Stream<Path> walk = Files.walk(path, MAX_DEPTH)) {
                List<Path> found = walk.filter(file -> nameOf(file).endsWith(PACK)).toList();
                if (found.isEmpty()) {
                    throw new Unreadable(path + " holds no pack; their files end with " + PACK);
                }
                files.addAll(found);
            } catch (UncheckedIOException e) {
                throw new Unreadable(path + " cannot be searched: " + e.getMessage());
            } catch (IOException e) {
                throw new Unreadable(path + " cannot be searched: " + reason(e));
            }
        }
        return List.copyOf(files);
    }

    static String read(Path file) throws Unreadable {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new Unreadable(
                        file + " is larger than " + MAX_SIZE + " bytes; it is no pack");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new Unreadable(file + " cannot be read: " + reason(e));
        }
    }

    /** Where the scenarios of a pack stand. */
    static Path testsOf(Path pack) {
        return sibling(pack, PACK, TESTS);
    }

    private static Path sibling(Path file, String suffix, String other) {
        String name = nameOf(file);
        String stem =
                name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        return file.resolveSibling(stem + other);
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case CharacterCodingException coding -> "it is not UTF-8 text; save it as UTF-8";
            default -> e.getClass().getSimpleName() + " " + e.getMessage();
        };
    }
}
