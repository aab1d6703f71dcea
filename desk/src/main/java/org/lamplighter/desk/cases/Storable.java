// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.lamplighter.alarm.Title;

import java.util.Map;

/**
 * PostgreSQL stores no NUL character, but a device may say one; it is shown as U+FFFD then, so that
 * no device can keep its own case out of the book.
 */
final class Storable {
    private Storable() {}

    static String of(String text) {
        return text.replace('\0', '\uFFFD');
    }

    static Title of(Title title) {
        return new Title(of(title.en()), of(title.zh()));
    }

    static ArrayNode of(ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
            array.set(i, mended(array.get(i)));
        }
        return array;
    }

    static ObjectNode of(ObjectNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            member.setValue(mended(member.getValue()));
        }
        return object;
    }

    private static JsonNode mended(JsonNode node) {
        return switch (node) {
            case TextNode text -> TextNode.valueOf(of(text.asText()));
            case ArrayNode array -> of(array);
            case ObjectNode object -> of(object);
            case JsonNode other -> other;
        };
    }
}
