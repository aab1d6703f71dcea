// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.lamplighter.log.Topic;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where the topics are and how to reach them.
 *
 * @param bootstrapServers Kafka's {@code bootstrap.servers}
 * @param prefix put before each topic's name; may be empty
 * @param properties further client properties, such as those of TLS and SASL
 */
public record KafkaTopics(String bootstrapServers, String prefix, Map<String, String> properties)
        implements Serializable {
    public KafkaTopics {
        // A TreeMap is serializable on every JDK without opening its packages; it is never written
        // to again.
        properties = new TreeMap<>(properties);
    }

    public String name(Topic topic) {
        return topic.name(prefix);
    }

    /** The client properties, {@code bootstrap.servers} among them. */
    public Properties clientProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("bootstrap.servers", bootstrapServers);
        return all;
    }
}
