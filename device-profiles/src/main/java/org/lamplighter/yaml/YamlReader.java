// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/** Reads a source into values that know where they stand. */
public final class YamlReader {
    /** The largest source that is read, in characters. */
    public static final int MAX_LENGTH = 256 * 1024;

    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 32;

    private YamlReader() {}

    /** The one document of a source; empty if {@code issues} says why there is none. */
    public static Optional<YamlValue> read(String text, Issues issues) {
        if (text.length() > MAX_LENGTH) {
            issues.add(
                    YamlIssue.TOO_LARGE,
                    Place.START,
                    "a source has at most " + MAX_LENGTH + " characters, not " + text.length(),
                    "split it, or shorten its examples");
            return Optional.empty();
        }
        LoadSettings settings =
                LoadSettings.builder()
                        .setCodePointLimit(MAX_LENGTH)
                        .setMaxAliasesForCollections(0)
                        .build();
        try {
            if (!isPlain(text, settings, issues)) {
                return Optional.empty();
            }
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                issues.add(
                        YamlIssue.NOT_ONE_DOCUMENT,
                        Place.START,
                        "a source is one document, and this one is empty",
                        "write the document");
            }
            return node.map(root -> new YamlValue(root, issues));
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(YamlReader::placeOf).orElse(Place.START);
            issues.add(
                    YamlIssue.NOT_YAML,
                    place,
                    "this is not YAML: " + e.getProblem(),
                    "check indentation, quotes and brackets here and in the line before");
        } catch (YamlEngineException e) {
            issues.add(
                    YamlIssue.NOT_YAML,
                    Place.START,
                    "this is not YAML: " + e.getMessage(),
                    "write UTF-8 text without control characters");
        }
        return Optional.empty();
    }

    /** Looks at the events first, which needs no recursion, so that nothing deep is ever built. */
    private static boolean isPlain(String text, LoadSettings settings, Issues issues) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            Place place = event.getStartMark().map(YamlReader::placeOf).orElse(Place.START);
            boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
            if (anchored || event instanceof AliasEvent) {
                issues.add(
                        YamlIssue.ALIAS,
                        place,
                        "anchors and aliases are not read here",
                        "write the value out");
                return false;
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                issues.add(
                        YamlIssue.NOT_ONE_DOCUMENT,
                        place,
                        "a source is one document, and here a second begins",
                        "put it into a file of its own");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                issues.add(
                        YamlIssue.TOO_DEEP,
                        place,
                        "nesting is read to depth " + MAX_DEPTH,
                        "nest less");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }

    static Place placeOf(Mark mark) {
        return new Place(mark.getLine(), mark.getColumn(), 1);
    }
}
