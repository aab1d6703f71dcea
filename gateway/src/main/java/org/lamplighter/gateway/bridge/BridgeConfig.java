// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.lamplighter.gateway.event.Input;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One broker that frames come from.
 *
 * @param name tells bridges apart: 1 to 32 letters, digits, {@code _}, {@code .} or {@code -}
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param user empty if the broker asks for none
 * @param passwordFile its password is the one line of this file, read at each connect
 * @param caFile PEM certificates of the authorities that the broker's may come from; without it
 *     those that Java trusts
 * @param group the gateways with the same group share the messages (MQTT 5 section 4.8.2)
 * @param topic where frames are published; {@code {device}} is the level that names the device
 */
public record BridgeConfig(
        String name,
        URI url,
        String user,
        Optional<Path> passwordFile,
        Optional<Path> caFile,
        String group,
        TopicPattern topic) {
    /** Messages that the broker delivers ahead of their acknowledgement: Receive Maximum. */
    public static final int RECEIVE_MAXIMUM = 256;

    /**
     * The largest packet that the broker delivers, in bytes. It passes over larger ones by itself;
     * those between a frame's size and this are refused and counted.
     */
    public static final int MAX_PACKET = 1 << 20;

    /** How long the broker keeps messages for a gateway that is away: Session Expiry Interval. */
    public static final Duration SESSION_EXPIRY = Duration.ofDays(7);

    /** How long a connect or a subscribe may take. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    /** The longest password, in bytes. */
    static final int MAX_PASSWORD = 4 * 1024;

    /** The longest file of authorities, in bytes. */
    static final int MAX_CA_FILE = 1 << 20;

    private static final Set<String> SCHEMES = Set.of("tcp", "ssl");

    public BridgeConfig {
        require(
                name.matches("[A-Za-z0-9_.-]{1,32}"),
                "a bridge's name is 1 to 32 letters, digits, _, . or -, not \"" + name + "\"");
        require(
                SCHEMES.contains(String.valueOf(url.getScheme()))
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getPort() > 0,
                "the url of bridge \""
                        + name
                        + "\" is tcp://host:port or ssl://host:port; its user and password stand"
                        + " apart");
        require(
                caFile.isEmpty() || url.getScheme().equals("ssl"),
                "bridge \""
                        + name
                        + "\" has a ca-file but connects by tcp://, without TLS; make its url"
                        + " ssl://host:port or leave the ca-file out");
        require(
                group.matches("[^/+#\\p{Cntrl}]{1,64}"),
                "the group of bridge \""
                        + name
                        + "\" is 1 to 64 characters without /, + and #, not \""
                        + group
                        + "\"");
        require(
                topic.namesDevice(),
                "the topic of bridge \""
                        + name
                        + "\" has a level {device} that names the device, not \""
                        + topic.pattern()
                        + "\"");
    }

    /** One that trusts whom Java trusts. */
    public BridgeConfig(
            String name,
            URI url,
            String user,
            Optional<Path> passwordFile,
            String group,
            TopicPattern topic) {
        this(name, url, user, passwordFile, Optional.empty(), group, topic);
    }

    /** With authorities of its own. */
    public BridgeConfig withCaFile(Path file) {
        return new BridgeConfig(name, url, user, passwordFile, Optional.of(file), group, topic);
    }

    private static void require(boolean good, String rule) {
        if (!good) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** What it is called in ticks, sources and metrics. */
    public Input input() {
        return Input.bridge(name);
    }

    /** {@code $share/GROUP/FILTER}. */
    String subscription() {
        return "$share/" + group + "/" + topic.filter();
    }
}
