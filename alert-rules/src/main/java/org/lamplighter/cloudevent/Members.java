// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The members of a JSON object, each demanded with its type. Every method throws an {@link
 * IllegalArgumentException} that names the member and what it is instead.
 *
 * @param node the object
 * @param path names the object in messages, such as {@code alarm.title}
 */
public record Members(ObjectNode node, String path) {
    /** The members of the object that {@code json} is. */
    public static Members parse(byte[] json, String what) {
        return of(Json.parse(json, what), what);
    }

    /** The members of {@code node}, which must be an object. */
    public static Members of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Members(object, path);
        }
        throw new IllegalArgumentException(path + " must be a JSON object, not " + kindOf(node));
    }

    public boolean has(String member) {
        return node.hasNonNull(member);
    }

    public String text(String member) {
        JsonNode value = node.path(member);
        if (!value.isTextual()) {
            throw fault(member, "a text", value);
        }
        return value.asText();
    }

    /** The text parsed further; a fault of {@code parser} is told with the member's name. */
    public <T> T parsed(String member, Function<String, T> parser) {
        String text = text(member);
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(path + "." + member + ": " + e.getMessage(), e);
        }
    }

    public Instant instant(String member) {
        return parsed(member, Instant::parse);
    }

    public Duration duration(String member) {
        return parsed(member, Duration::parse);
    }

    public long number(String member) {
        JsonNode value = node.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw fault(member, "a whole number", value);
        }
        return value.asLong();
    }

    public boolean flag(String member) {
        JsonNode value = node.path(member);
        if (!value.isBoolean()) {
            throw fault(member, "true or false", value);
        }
        return value.asBoolean();
    }

    public Members object(String member) {
        return of(node.path(member), path + "." + member);
    }

    /** The array's elements, each an object. */
    public List<Members> objects(String member) {
        List<Members> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode element : array(member)) {
            objects.add(of(element, path + "." + member + "[" + index + "]"));
            index++;
        }
        return objects;
    }

    /** The array's elements, each a text. */
    public List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(member)) {
            if (!element.isTextual()) {
                throw fault(member, "an array of texts", element);
            }
            texts.add(element.asText());
        }
        return texts;
    }

    /** The object's members, each a text. */
    public SortedMap<String, String> textMap(String member) {
        Members object = object(member);
        SortedMap<String, String> texts = new TreeMap<>();
        object.node.fieldNames().forEachRemaining(name -> texts.put(name, object.text(name)));
        return texts;
    }

    private JsonNode array(String member) {
        JsonNode value = node.path(member);
        if (!value.isArray()) {
            throw fault(member, "an array", value);
        }
        return value;
    }

    private IllegalArgumentException fault(String member, String wanted, JsonNode value) {
        return new IllegalArgumentException(
                path + "." + member + " must be " + wanted + ", not " + kindOf(value));
    }

    private static String kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case BINARY -> "bytes";
            case BOOLEAN -> "true or false";
            case MISSING -> "missing";
            case NULL -> "null";
            case NUMBER -> "the number " + value.asText();
            case OBJECT, POJO -> "an object";
            case STRING -> "a text";
        };
    }
}
