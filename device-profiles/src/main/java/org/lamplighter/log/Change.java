// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.registry.ChildName;

import java.util.List;

/**
 * One change of the registry: the value of the compacted topics {@code devices}, {@code profiles},
 * {@code rules} and {@code mutes}, and of the change records in {@code frames}.
 *
 * <p>In {@code frames} a device's change stands under the keys that {@link #homes} tells, and every
 * other change in each partition: it takes effect where it stands. Readers ignore a version that is
 * not newer than what they hold for the key.
 *
 * @param kind what changed
 * @param key the device id, profile id, pack name or mute id
 * @param version grows in commit order over all kinds and keys
 * @param effect what it became, or that it is gone
 */
public record Change(Kind kind, String key, long version, Effect effect) {
    /** What can change. */
    public enum Kind {
        DEVICE(Topic.DEVICES),
        PROFILE(Topic.PROFILES),
        RULES(Topic.RULES),
        MUTE(Topic.MUTES);

        private final Topic topic;

        Kind(Topic topic) {
            this.topic = topic;
        }

        /** The compacted topic of this kind. */
        public Topic topic() {
            return topic;
        }
    }

    /** What became of the thing. */
    public sealed interface Effect {
        /** It is now so; the body's shape belongs to the kind: see the parsers of each. */
        record Put(ObjectNode body) implements Effect {}

        /** It is gone. */
        record Delete() implements Effect {}
    }

    /**
     * The devices among whose frames a device's change takes effect: its own, or its parent's if it
     * is a child. A deletion does not say which it was, so it goes to both that it can have been;
     * who does not hold the device passes it over.
     */
    public List<String> homes() {
        return switch (effect) {
            case Effect.Put put -> List.of(put.body().path("parent").asText(key));
            case Effect.Delete delete ->
                    ChildName.parentOf(key)
                            .map(parent -> List.of(key, parent))
                            .orElseGet(() -> List.of(key));
        };
    }

    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
        node.put("key", key);
        node.put("version", version);
        switch (effect) {
            case Effect.Put put -> node.set("body", put.body());
            case Effect.Delete delete -> node.put("deleted", true);
        }
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no change
     */
    public static Change parse(byte[] json) {
        JsonNode node = Json.parse(json, "change");
        Kind kind =
                Kind.valueOf(
                        Json.requireText(node, "kind", "change")
                                .toUpperCase(java.util.Locale.ROOT));
        JsonNode body = node.path("body");
        Effect effect = body.isObject() ? new Effect.Put((ObjectNode) body) : new Effect.Delete();
        return new Change(
                kind,
                Json.requireText(node, "key", "change"),
                node.path("version").asLong(),
                effect);
    }
}
