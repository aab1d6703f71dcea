// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts one document over another: mappings are merged key by key, and everything else of the upper
 * document replaces what is below. A key whose value is {@code ~} is removed.
 *
 * <p>What comes from below stands, for messages, where the upper document names it.
 */
public final class YamlExtension {
    private YamlExtension() {}

    /**
     * Puts {@code upper} over {@code lower}.
     *
     * @param at where the upper document names the lower one
     */
    public static YamlValue over(YamlValue upper, YamlValue lower, YamlValue at) {
        return new YamlValue(merge(upper.node(), moved(lower.node(), at.node())), upper.issues());
    }

    private static Node merge(Node upper, Node lower) {
        if (!(upper instanceof MappingNode above) || !(lower instanceof MappingNode below)) {
            return upper;
        }
        Map<String, NodeTuple> tuples = new LinkedHashMap<>();
        below.getValue().forEach(tuple -> tuples.put(key(tuple), tuple));
        Set<String> own = new HashSet<>();
        for (NodeTuple tuple : above.getValue()) {
            if (!own.add(key(tuple))) {
                // a key that stands there twice is kept, and told by who reads the mapping
                tuples.put("\u0000" + tuples.size(), tuple);
                continue;
            }
            NodeTuple under = tuples.get(key(tuple));
            if (isNothing(tuple.getValueNode()) && under != null) {
                tuples.remove(key(tuple));
            } else {
                tuples.put(
                        key(tuple),
                        under == null
                                ? tuple
                                : new NodeTuple(
                                        tuple.getKeyNode(),
                                        merge(tuple.getValueNode(), under.getValueNode())));
            }
        }
        return new MappingNode(
                above.getTag(),
                true,
                List.copyOf(tuples.values()),
                above.getFlowStyle(),
                above.getStartMark(),
                above.getEndMark());
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                ? scalar.getValue()
                : "\u0000" + tuple.hashCode();
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.getValue().equals("~") || scalar.getValue().isEmpty());
    }

    private static Node moved(Node node, Node at) {
        return switch (node) {
            case MappingNode mapping ->
                    new MappingNode(
                            mapping.getTag(),
                            true,
                            mapping.getValue().stream()
                                    .map(
                                            tuple ->
                                                    new NodeTuple(
                                                            moved(tuple.getKeyNode(), at),
                                                            moved(tuple.getValueNode(), at)))
                                    .toList(),
                            mapping.getFlowStyle(),
                            at.getStartMark(),
                            at.getEndMark());
            case SequenceNode sequence ->
                    new SequenceNode(
                            sequence.getTag(),
                            true,
                            sequence.getValue().stream().map(item -> moved(item, at)).toList(),
                            sequence.getFlowStyle(),
                            at.getStartMark(),
                            at.getEndMark());
            case ScalarNode scalar ->
                    new ScalarNode(
                            scalar.getTag(),
                            true,
                            scalar.getValue(),
                            scalar.getScalarStyle(),
                            at.getStartMark(),
                            at.getEndMark());
            default -> node;
        };
    }
}
