// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.profile.TopicPattern;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the list of bridges: each a map. Pure. */
final class BridgeKind {
    private static final int MAX_TEXT = 4_096;
    private static final String GROUP = "lamplighter";
    private static final List<String> KEYS =
            List.of("name", "url", "user", "password-file", "ca-file", "group", "topic");

    private BridgeKind() {}

    static Kind<List<BridgeConfig>> bridges() {
        return new Kind<>(
                "a list of at most "
                        + GatewayConfig.MAX_BRIDGES
                        + " maps of `name`, `url`, `topic`, and, if need be, `user`,"
                        + " `password-file`, `ca-file` and `group`",
                BridgeKind::read,
                BridgeKind::write);
    }

    private static Optional<List<BridgeConfig>> read(YamlValue value, String key) {
        Optional<List<YamlValue>> items = value.list(key);
        if (items.isEmpty()) {
            return Optional.empty();
        }
        if (items.get().size() > GatewayConfig.MAX_BRIDGES) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    key
                            + " has at most "
                            + GatewayConfig.MAX_BRIDGES
                            + " bridges, not "
                            + items.get().size(),
                    "give the others to another gateway");
            return Optional.empty();
        }
        List<BridgeConfig> bridges = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue item : items.get()) {
            Optional<BridgeConfig> bridge = bridge(item, key);
            bridge.ifPresent(
                    read -> {
                        bridges.add(read);
                        if (!names.add(read.name())) {
                            item.report(
                                    ConfigFault.BAD_BRIDGE,
                                    "two bridges have the name \"" + read.name() + "\"",
                                    "rename one");
                        }
                    });
        }
        boolean good = bridges.size() == items.get().size() && names.size() == items.get().size();
        return good ? Optional.of(bridges) : Optional.empty();
    }

    private static Optional<BridgeConfig> bridge(YamlValue item, String key) {
        Optional<YamlMap> map = item.map("a bridge of " + key, KEYS);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = need(map.get(), "name", "name: city");
        Optional<String> url = need(map.get(), "url", "url: ssl://broker.example:8883");
        Optional<String> topic = need(map.get(), "topic", "topic: sensors/{device}/up");
        if (name.isEmpty() || url.isEmpty() || topic.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new BridgeConfig(
                            name.get(),
                            URI.create(url.get()),
                            find(map.get(), "user").orElse(""),
                            find(map.get(), "password-file").map(Path::of),
                            find(map.get(), "ca-file").map(Path::of),
                            find(map.get(), "group").orElse(GROUP),
                            new TopicPattern(topic.get())));
        } catch (IllegalArgumentException e) {
            item.report(
                    ConfigFault.BAD_BRIDGE,
                    String.valueOf(e.getMessage()),
                    "docs/configuration.md shows a bridge");
            return Optional.empty();
        }
    }

    private static Optional<String> need(YamlMap map, String key, String example) {
        return map.need(key, example).flatMap(value -> value.text(key, MAX_TEXT));
    }

    private static Optional<String> find(YamlMap map, String key) {
        return map.find(key).flatMap(value -> value.text(key, MAX_TEXT));
    }

    private static String write(List<BridgeConfig> bridges) {
        return bridges.stream().map(BridgeKind::write).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String write(BridgeConfig bridge) {
        StringBuilder text = new StringBuilder("{ name: ").append(bridge.name());
        text.append(", url: \"").append(bridge.url()).append('"');
        if (!bridge.user().isEmpty()) {
            text.append(", user: \"").append(bridge.user()).append('"');
        }
        bridge.passwordFile()
                .ifPresent(file -> text.append(", password-file: \"").append(file).append('"'));
        bridge.caFile().ifPresent(file -> text.append(", ca-file: \"").append(file).append('"'));
        return text.append(", group: \"")
                .append(bridge.group())
                .append("\", topic: \"")
                .append(bridge.topic().pattern())
                .append("\" }")
                .toString();
    }
}
