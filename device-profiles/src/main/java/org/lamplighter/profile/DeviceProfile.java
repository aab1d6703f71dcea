// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.framing.Framing;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.reading.PointName;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a profile says about one device model. {@link ProfileParser} makes it.
 *
 * @param id 1 to 64 lower-case letters, digits and {@code -}
 * @param kind what the device watches
 * @param vendor who makes it
 * @param model what the maker calls it
 * @param expectedInterval how often the device reports at least
 * @param tolerance by how much a report may come later than that without meaning anything
 * @param points its points by name, at least one
 * @param computed those of them that are computed, in the order in which they are
 * @param clock when its time is believed
 * @param identity how its frames are recognised when they come again
 * @param topics topics that it may publish to besides those that every device may
 * @param framing where its frames begin and end in a stream of bytes, if it sends by one
 * @param layout how its payloads are laid out
 * @param examples frames with what they mean
 */
public record DeviceProfile(
        String id,
        DeviceKind kind,
        String vendor,
        String model,
        Duration expectedInterval,
        Duration tolerance,
        SortedMap<PointName, Point> points,
        List<ComputedPoint> computed,
        ClockPolicy clock,
        IdentityPolicy identity,
        List<TopicPattern> topics,
        Optional<Framing> framing,
        Layout layout,
        List<Example> examples) {
    /** The longest id, in characters. */
    public static final int MAX_ID_LENGTH = 64;

    public DeviceProfile {
        points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        computed = List.copyOf(computed);
        topics = List.copyOf(topics);
        examples = List.copyOf(examples);
    }

    /** Whether {@code text} can be a profile id; never throws. */
    public static boolean isValidId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID_LENGTH
                && text.chars()
                        .allMatch(
                                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }
}
