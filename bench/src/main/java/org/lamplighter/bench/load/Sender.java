// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import org.lamplighter.reading.DeviceId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A registered device that publishes.
 *
 * @param device its id
 * @param token its password
 */
public record Sender(String device, String token) {
    public Sender {
        if (!DeviceId.isValid(device)) {
            throw new IllegalArgumentException("not a device id: " + device);
        }
    }

    /** So many devices {@code bench-00000}, {@code bench-00001} …, each with its own token. */
    public static List<Sender> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Sender::number).toList();
    }

    private static Sender number(int n) {
        String device = "bench-%05d".formatted(n);
        return new Sender(device, "token-of-" + device);
    }

    /**
     * Reads lines {@code device,token}.
     *
     * @throws IllegalArgumentException if a line is none
     */
    public static List<Sender> read(Path file, int atMost) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("id,"))
                    .limit(atMost)
                    .map(Sender::parse)
                    .toList();
        }
    }

    private static Sender parse(String line) {
        int comma = line.indexOf(',');
        if (comma < 1 || comma == line.length() - 1) {
            throw new IllegalArgumentException(
                    "a line of credentials is device,token and not of " + line.length() + " chars");
        }
        return new Sender(line.substring(0, comma).strip(), line.substring(comma + 1).strip());
    }
}
