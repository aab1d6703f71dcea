// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a whole payload to a tree, whose size is bounded by the payload's. Used by one thread. */
final class TreeReader {
    private static final JsonFactory CBOR =
            CBORFactory.builder()
                    .streamReadConstraints(JsonDecoder.LIMITS)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private final JsonParser parser;
    private final Extraction out;
    private final String what;

    private TreeReader(JsonParser parser, Extraction out, String what) {
        this.parser = parser;
        this.out = out;
        this.what = what;
    }

    /** The tree of a JSON text; null if there is none, which has then failed. */
    static @Nullable Node json(Payload payload, Extraction out) {
        return read(JsonDecoder.JSON, payload, out, "JSON");
    }

    /** The tree of a CBOR item (RFC 8949); null if there is none, which has then failed. */
    static @Nullable Node cbor(Payload payload, Extraction out) {
        return read(CBOR, payload, out, "CBOR");
    }

    private static @Nullable Node read(
            JsonFactory factory, Payload payload, Extraction out, String what) {
        try (JsonParser parser = factory.createParser(payload.toByteArray())) {
            TreeReader reader = new TreeReader(parser, out, what);
            JsonToken first = parser.nextToken();
            if (first == null) {
                out.fail(DecodeFault.NOT_JSON, "the payload has no " + what);
                return null;
            }
            Node node = reader.node(first);
            if (!out.failed() && parser.nextToken() != null) {
                out.fail(DecodeFault.NOT_JSON, "more follows after the " + what);
            }
            return out.failed() ? null : node;
        } catch (StreamConstraintsException e) {
            out.fail(DecodeFault.LIMIT_EXCEEDED, "beyond what is read: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            out.fail(
                    DecodeFault.NOT_JSON,
                    "at byte " + e.getLocation().getByteOffset() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            out.fail(DecodeFault.NOT_JSON, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private Node node(JsonToken token) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        return switch (token) {
            case START_OBJECT -> members(from);
            case START_ARRAY -> items(from);
            case VALUE_STRING -> {
                String text = parser.getText();
                yield new Node.Text(from, at(), text);
            }
            case VALUE_TRUE -> new Node.Flag(from, at(), true);
            case VALUE_FALSE -> new Node.Flag(from, at(), false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(from);
            case VALUE_NULL -> new Node.Nothing(from, at());
            case VALUE_EMBEDDED_OBJECT -> {
                // a string of bytes is read with its token, and must be finished before the next
                parser.getBinaryValue();
                yield new Node.Other(from, at());
            }
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME -> {
                out.fail(DecodeFault.NOT_JSON, "the payload is no " + what + " at byte " + from);
                yield new Node.Nothing(from, from);
            }
        };
    }

    private int at() {
        return (int) parser.currentLocation().getByteOffset();
    }

    private Node members(int from) throws IOException {
        Map<String, Node> members = new LinkedHashMap<>();
        Node.Members node = new Node.Members(from, members);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.length() > JsonDecoder.MAX_NAME_LENGTH) {
                out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "a member's name has "
                                + name.length()
                                + " characters, and at most "
                                + JsonDecoder.MAX_NAME_LENGTH
                                + " are read");
                return node;
            }
            JsonToken token = parser.nextToken();
            if (token == null) {
                out.fail(DecodeFault.NOT_JSON, "the payload ends within an object");
                return node;
            }
            Node value = node(token);
            if (!out.failed() && members.put(name, value) != null) {
                out.fail(
                        DecodeFault.REPEATED_MEMBER,
                        "the member \"" + name + "\" stands there twice");
            }
            if (out.failed()) {
                return node;
            }
        }
        node.to = at();
        return node;
    }

    private Node items(int from) throws IOException {
        List<Node> items = new ArrayList<>();
        Node.Items node = new Node.Items(from, items);
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == null) {
                out.fail(DecodeFault.NOT_JSON, "the payload ends within an array");
                return node;
            }
            items.add(node(token));
            if (out.failed()) {
                return node;
            }
        }
        node.to = at();
        return node;
    }

    /**
     * A number as it is written, or the shortest decimal that is this binary one. It is bounded by
     * the length of a number and by what a double can be.
     */
    private Node number(int from) throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            return new Node.Numeric(from, at(), null, Double.isNaN(value));
        }
        BigDecimal decimal = value == 0 ? BigDecimal.ZERO : parser.getDecimalValue();
        return new Node.Numeric(from, at(), decimal, false);
    }
}
