// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import org.lamplighter.rule.ParsedPack;
import org.lamplighter.rule.RuleParser;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds packs of rules in files and checks them. */
final class RuleFiles {
    private static final String SUFFIX = ".rules.yaml";

    /** How deep a directory is searched. */
    private static final int MAX_DEPTH = 8;

    /** The largest file that is read: as many bytes as the characters of a pack may have. */
    private static final long MAX_SIZE = 4L * YamlReader.MAX_LENGTH;

    private RuleFiles() {}

    /**
     * What a check says.
     *
     * @param exitCode 0 good, 1 found faults, 2 a file cannot be read
     * @param text what to print
     */
    record Outcome(int exitCode, String text) {}

    /** Every issue with its place, then a line for each pack. */
    static Outcome check(List<Path> filesOrDirectories) {
        StringBuilder text = new StringBuilder();
        boolean faulty = false;
        for (Path named : filesOrDirectories) {
            Path reading = named;
            try {
                List<Path> files = packsIn(named);
                if (files.isEmpty()) {
                    return new Outcome(
                            2, named + " holds no pack; their files end with " + SUFFIX + "\n");
                }
                for (Path file : files) {
                    reading = file;
                    if (Files.size(file) > MAX_SIZE) {
                        return new Outcome(
                                2,
                                file + " is larger than " + MAX_SIZE + " bytes; it is no pack\n");
                    }
                    faulty |= !check(file, Files.readString(file), text);
                }
            } catch (IOException e) {
                return new Outcome(2, reading + " cannot be read: " + reason(e) + "\n");
            }
        }
        return new Outcome(faulty ? 1 : 0, text.toString());
    }

    private static List<Path> packsIn(Path fileOrDirectory) throws IOException {
        if (!Files.isDirectory(fileOrDirectory)) {
            return List.of(fileOrDirectory);
        }
        try (Stream<Path> walk = Files.walk(fileOrDirectory, MAX_DEPTH)) {
            return new ArrayList<>(
                    walk.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList());
        }
    }

    private static boolean check(Path file, String yaml, StringBuilder text) {
        return switch (RuleParser.parse(file.toString(), yaml)) {
            case ParsedPack.Valid valid -> {
                text.append("ok    ").append(file).append(": ");
                text.append(count(valid.rules().size(), "rule")).append('\n');
                yield true;
            }
            case ParsedPack.Faulty found -> {
                found.issues().forEach(issue -> text.append(issue).append("\n\n"));
                text.append("FAIL  ").append(file).append(": ");
                text.append(count(found.issues().size(), "issue")).append('\n');
                yield false;
            }
        };
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case CharacterCodingException coding -> "it is not UTF-8 text; save it as UTF-8";
            default -> e.getClass().getSimpleName() + " " + e.getMessage();
        };
    }
}
