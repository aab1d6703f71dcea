// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads profiles in files. */
final class ProfileFiles {
    /** How profile files are named; only such files are taken out of a directory. */
    static final String SUFFIX = ".profile.yaml";

    /** How deep a directory is searched. */
    private static final int MAX_DEPTH = 8;

    /** The largest file that is read: as many bytes as the characters of a profile may have. */
    private static final long MAX_SIZE = 4L * YamlReader.MAX_LENGTH;

    private ProfileFiles() {}

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

    /** The files themselves, and the profiles within the directories, in their order. */
    static List<Path> find(List<Path> filesOrDirectories) throws Unreadable {
        List<Path> files = new ArrayList<>();
        for (Path path : filesOrDirectories) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> walk = Files.walk(path, MAX_DEPTH)) {
                List<Path> found =
                        walk.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
                if (found.isEmpty()) {
                    throw new Unreadable(
                            path + " holds no profile; their files end with " + SUFFIX);
                }
                files.addAll(found);
            } catch (IOException e) {
                throw new Unreadable(path + " cannot be searched: " + reason(e));
            }
        }
        if (files.isEmpty()) {
            throw new Unreadable("no profile was named; name a file that ends with " + SUFFIX);
        }
        return files;
    }

    static ParsedProfile parse(Path file) throws Unreadable {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new Unreadable(
                        file + " is larger than " + MAX_SIZE + " bytes; it is no profile");
            }
            return ProfileParser.parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new Unreadable(file + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw new Unreadable(file + " cannot be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no such file"
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
