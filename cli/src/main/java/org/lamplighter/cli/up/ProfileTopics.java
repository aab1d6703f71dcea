// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.gateway.identity.TopicPattern;
import org.lamplighter.gateway.identity.TopicReader;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;

import java.util.List;

/** Tells the gateway the topics that a profile names; the gateway itself reads no profiles. */
final class ProfileTopics implements TopicReader {
    @Override
    public List<TopicPattern> topicsOf(String yaml) {
        return switch (ProfileParser.parse("profile", yaml)) {
            case ParsedProfile.Valid valid ->
                    valid.profile().topics().stream()
                            .map(topic -> TopicPattern.parse(topic.pattern()))
                            .toList();
            case ParsedProfile.Faulty faulty ->
                    throw new IllegalArgumentException(
                            "the profile has " + faulty.issues().size() + " faults");
        };
    }
}
