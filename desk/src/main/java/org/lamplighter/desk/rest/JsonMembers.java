// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.yaml.Suggestions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one JSON object of a request strictly: a member that nobody knows is a fault with "did you
 * mean", and so is a value of another type. Faults are collected in the list given, so that a
 * client sees all of them at once; a method that finds a fault returns what lets the reading go on.
 * Not to be shared between threads.
 */
public final class JsonMembers {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxNumberLength(100)
                                                    .maxStringLength(RestServer.MAX_BODY)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode node;
    private final String path;
    private final List<Fault> faults;

    private JsonMembers(ObjectNode node, String path, List<Fault> faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
    }

    /** Reads the body of a request; empty, with one more fault, if it is no JSON object. */
    public static Optional<JsonMembers> read(byte[] body, Set<String> known, List<Fault> faults) {
        return readAny(body, faults).map(members -> members.demandKnown(known));
    }

    /** Reads the body of a request whose members the caller checks itself. */
    public static Optional<JsonMembers> readAny(byte[] body, List<Fault> faults) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node instanceof ObjectNode object) {
                return Optional.of(new JsonMembers(object, "", faults));
            }
            faults.add(
                    new Fault(
                            "body",
                            "it must be a JSON object, but is " + kindOf(node),
                            "send {…}"));
        } catch (JsonProcessingException e) {
            String at =
                    e.getLocation() == null
                            ? ""
                            : " at line "
                                    + e.getLocation().getLineNr()
                                    + ", column "
                                    + e.getLocation().getColumnNr();
            faults.add(
                    new Fault(
                            "body",
                            "it must be JSON, but is not"
                                    + at
                                    + ": "
                                    + firstLine(e.getOriginalMessage()),
                            "mend it there"));
        } catch (IOException e) {
            faults.add(
                    new Fault("body", "it must be JSON in UTF-8, but is not", "send it in UTF-8"));
        }
        return Optional.empty();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }

    private JsonMembers demandKnown(Set<String> known) {
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                faults.add(
                                        new Fault(
                                                at(name),
                                                "a member must be one that is known here",
                                                Suggestions.hint(
                                                        name, known.stream().sorted().toList())));
                            }
                        });
        return this;
    }

    /** Whether the member is there, also as null. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** Whether the member is there and null. */
    public boolean isNull(String name) {
        return node.path(name).isNull();
    }

    /** The members' names, in their order. */
    public List<String> names() {
        return List.copyOf(node.properties().stream().map(Map.Entry::getKey).toList());
    }

    /** A text. */
    public Optional<String> findText(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            faults.add(wrongType(name, "a text", value));
            return Optional.empty();
        }
        return storable(name, value);
    }

    /** PostgreSQL's texts cannot hold a NUL, and no text means one. */
    private Optional<String> storable(String name, JsonNode value) {
        Optional<String> text = Optional.of(value.asText());
        Optional<Fault> fault = TextRules.nul(at(name), value.asText());
        fault.ifPresent(faults::add);
        return fault.isPresent() ? Optional.empty() : text;
    }

    /** A text that must be there; empty, with one more fault, if it is not. */
    public Optional<String> requireText(String name) {
        if (!node.has(name)) {
            faults.add(missing(name));
        }
        return findText(name);
    }

    /** True or false. */
    public Optional<Boolean> findFlag(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            faults.add(wrongType(name, "true or false", value));
            return Optional.empty();
        }
        return Optional.of(value.asBoolean());
    }

    /** A number that must be there; empty, with one more fault, if it is not. */
    public Optional<Double> requireNumber(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            faults.add(missing(name));
            return Optional.empty();
        }
        if (!value.isNumber()) {
            faults.add(wrongType(name, "a number", value));
            return Optional.empty();
        }
        return Optional.of(value.asDouble());
    }

    /** Texts in a list. */
    public Optional<List<String>> findTexts(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            faults.add(wrongType(name, "a list of texts", value));
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isTextual()) {
                storable(name + "[" + i + "]", value.get(i)).ifPresent(texts::add);
            } else {
                faults.add(wrongType(name + "[" + i + "]", "a text", value.get(i)));
            }
        }
        return Optional.of(texts);
    }

    /** A text, number, true or false as text, such as an attribute's value. */
    public Optional<String> findScalar(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            faults.add(wrongType(name, "a text or a number", value));
            return Optional.empty();
        }
        return storable(name, value);
    }

    /** An object whose members must be among {@code known}. */
    public Optional<JsonMembers> findObject(String name, Set<String> known) {
        return findAnyObject(name).map(members -> members.demandKnown(known));
    }

    /** An object whose members the caller checks itself. */
    public Optional<JsonMembers> findAnyObject(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!(value instanceof ObjectNode object)) {
            faults.add(wrongType(name, "an object", value));
            return Optional.empty();
        }
        return Optional.of(new JsonMembers(object, at(name), faults));
    }

    /** Where a member stands, such as {@code location.lat}. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Adds a fault of a member whose type is right and whose value is not. */
    public void refuse(String name, String rule, String hint) {
        faults.add(new Fault(at(name), rule, hint));
    }

    private Fault missing(String name) {
        return new Fault(at(name), "this member is required, but is missing", "add it");
    }

    private Fault wrongType(String name, String wanted, JsonNode value) {
        return new Fault(
                at(name), "it must be " + wanted + ", but is " + kindOf(value), "send " + wanted);
    }

    private static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BINARY, STRING -> "a text";
            case BOOLEAN -> "true or false";
            case MISSING -> "nothing";
            case NULL -> "null";
            case NUMBER -> "a number";
            case OBJECT, POJO -> "an object";
        };
    }
}
