// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Frames of one device with what they mean, in somebody else's words.
 *
 * @param stem the name of the file without {@code .json}; one that ends with {@code _mt} holds
 *     frames that a tool made, not a device
 * @param device whose they are
 */
record VectorFile(String stem, String device, List<Vector> vectors) {
    private static final ObjectMapper JSON = new ObjectMapper();

    VectorFile {
        vectors = List.copyOf(vectors);
    }

    /**
     * One frame.
     *
     * @param channel the port, or nothing
     * @param hex its bytes
     * @param expected the leaves of what it means by their dotted paths; none if {@code refused}
     * @param refused whether the vendor's own decoder gives an error
     */
    record Vector(
            String description,
            String channel,
            String hex,
            Map<String, JsonNode> expected,
            boolean refused) {
        /** By which a mapping names it. */
        String key() {
            return channel.isEmpty() ? hex : hex + "/" + channel;
        }
    }

    boolean synthetic() {
        return stem.endsWith("_mt");
    }

    /** All files of a folder, by their names. */
    static List<VectorFile> all(Path folder) throws IOException {
        List<VectorFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                files.add(read(file));
            }
        }
        return files;
    }

    private static VectorFile read(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        List<Vector> vectors = new ArrayList<>();
        for (JsonNode one : root.path("vectors")) {
            JsonNode expected = one.path("expected");
            Map<String, JsonNode> leaves = new TreeMap<>();
            leaves("", expected, leaves);
            vectors.add(
                    new Vector(
                            one.path("description").asText(),
                            one.path("fPort").isNull() ? "" : one.path("fPort").asText(),
                            one.path("bytes").asText().toLowerCase(Locale.ROOT),
                            leaves,
                            expected.isNull()));
        }
        String name = String.valueOf(file.getFileName());
        return new VectorFile(
                name.substring(0, name.length() - ".json".length()),
                root.path("device").asText(),
                vectors);
    }

    private static void leaves(String path, JsonNode node, Map<String, JsonNode> leaves) {
        String before = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> leaves(before + entry.getKey(), entry.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(before + i, node.get(i), leaves);
            }
        } else if (!path.isEmpty()) {
            leaves.put(path, node);
        }
    }
}
