// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cloudevent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/**
 * The JSON mapper of this module, with every dimension of its input bounded. Safe to share between
 * threads.
 */
public final class Json {
    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 32;

    /** The longest string that is read, in characters. */
    public static final int MAX_STRING = 1 << 20;

    /** The longest number that is read, in characters. */
    public static final int MAX_NUMBER = 100;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_DEPTH)
                                            .maxNumberLength(MAX_NUMBER)
                                            .maxStringLength(MAX_STRING)
                                            .build())
                            .build());

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree as compact UTF-8 JSON, members in their order. */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was built here could not be written", e);
        }
    }

    /**
     * Reads any JSON value.
     *
     * @param what names the value in the message
     * @throws IllegalArgumentException if it is no JSON or passes a bound
     */
    public static JsonNode parse(byte[] json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException(what + " must be JSON, but is empty");
            }
            return node;
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " must be JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
