// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import java.util.List;

/** Finds the MQTT topics that a profile names. Called by the feed's thread only. */
@FunctionalInterface
public interface TopicReader {
    /**
     * The topics besides {@link TopicPattern#BUILT_IN}.
     *
     * @param yaml the profile's text
     * @throws IllegalArgumentException if it is no profile
     */
    List<TopicPattern> topicsOf(String yaml);
}
