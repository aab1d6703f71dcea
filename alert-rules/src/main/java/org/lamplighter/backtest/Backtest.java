// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cloudevent.Json;
import org.lamplighter.rule.RuleBook;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code lamplighter rules backtest}: what would these rules have made of these frames? Offline,
 * without a server. Holds all frames in memory, and so no more than {@link BacktestLimits} says.
 * Safe to share between threads.
 */
public final class Backtest {
    private Backtest() {}

    /**
     * Runs it and writes the output file, which appears only when it is complete.
     *
     * @return 0 with what was counted; 1 with all faults of the files; 2 if a file cannot be read
     *     or written
     */
    public static BacktestResult run(BacktestArguments arguments) {
        return run(arguments, BacktestLimits.DEFAULT);
    }

    static BacktestResult run(BacktestArguments arguments, BacktestLimits limits) {
        BacktestReader reader = new BacktestReader(arguments, limits);
        RehearsalInput input;
        try {
            input = reader.read();
        } catch (IOException e) {
            return BacktestResult.unusable(sentence("cannot be read", e));
        }
        if (!reader.faults().isEmpty()) {
            return BacktestResult.faulty(String.join("\n", reader.faults()));
        }
        try {
            return BacktestResult.ran(rehearse(input, reader.untried(), arguments));
        } catch (UncheckedIOException e) {
            return BacktestResult.unusable(sentence("cannot be written", cause(e)));
        } catch (IOException e) {
            return BacktestResult.unusable(sentence("cannot be written", e));
        }
    }

    private static String rehearse(
            RehearsalInput input, RuleBook without, BacktestArguments arguments)
            throws IOException {
        Path out = arguments.out();
        Path part = out.resolveSibling(out.getFileName() + ".part");
        Standing tried = new Standing();
        Tally tally;
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part))) {
            tally =
                    new Rehearsal(
                                    input,
                                    line -> {
                                        tried.read(line);
                                        write(line, stream);
                                    })
                            .run();
        }
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        String text = tally + "\nWritten to " + out + ", until " + input.until() + ".";
        if (arguments.overrides().isEmpty()) {
            return text;
        }
        Standing untried = new Standing();
        new Rehearsal(input.with(without), untried::read).run();
        return text + "\n" + tried.comparedWith(untried);
    }

    private static void write(ObjectNode line, OutputStream stream) {
        try {
            stream.write(Json.bytes(line));
            stream.write("\n".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IOException cause(UncheckedIOException e) {
        return e.getCause() == null ? new IOException(e) : e.getCause();
    }

    private static String sentence(String what, IOException e) {
        String file = String.valueOf(e.getMessage());
        return switch (e) {
            case NoSuchFileException missing -> file + " " + what + ": it is not there";
            case NotDirectoryException none -> file + " " + what + ": it is no directory";
            case CharacterCodingException coding -> "a file " + what + ": it is not UTF-8";
            default -> file + " " + what;
        };
    }
}
