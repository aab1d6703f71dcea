// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.spi;

import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The decoders on the class path, which are looked for once. Immutable; safe to share between
 * threads.
 */
public final class FrameDecoders {
    /** The most that are looked at. */
    private static final int MOST = 256;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private final SortedMap<String, Known> decoders = new TreeMap<>();
    private final List<String> unusable = new ArrayList<>();

    /**
     * A decoder, and what it said of itself when it was found.
     *
     * @param points what it may set
     */
    public record Known(String name, Map<PointName, Point.Type> points, FrameDecoder decoder) {
        public Known {
            points = Map.copyOf(points);
        }
    }

    /** When the first profile asks. */
    private static final class Found {
        static final FrameDecoders ALL =
                new FrameDecoders(
                        ServiceLoader.load(FrameDecoder.class, FrameDecoder.class.getClassLoader())
                                .iterator());
    }

    FrameDecoders(Iterator<FrameDecoder> found) {
        for (int i = 0; i < MOST && add(found); i++) {}
    }

    /** Those of this process. */
    public static FrameDecoders all() {
        return Found.ALL;
    }

    /** Adds the next one, or why it cannot be used; false if there is none. */
    private boolean add(Iterator<FrameDecoder> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            FrameDecoder decoder = found.next();
            String name = decoder.name();
            Known known = new Known(name, decoder.points(), decoder);
            if (!NAME.matcher(name).matches()) {
                unusable.add(decoder.getClass().getName() + " has the name \"" + name + "\"");
            } else if (decoders.putIfAbsent(name, known) != null) {
                unusable.add(decoder.getClass().getName() + " has the name of another");
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError broken) {
            unusable.add(String.valueOf(broken.getMessage()));
        }
        return true;
    }

    /** The decoder of a name, if there is one. */
    public Optional<Known> find(String name) {
        return Optional.ofNullable(decoders.get(name));
    }

    /** The names of all. */
    public SortedSet<String> names() {
        return new TreeSet<>(decoders.keySet());
    }

    /** Why some that were found cannot be used. */
    public List<String> unusable() {
        return List.copyOf(unusable);
    }
}
