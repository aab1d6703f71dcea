// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.spi;

import org.lamplighter.profile.Point;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;

import java.util.Map;

/**
 * Reads frames that no layout describes. A profile names it: {@code layout: { java: { decoder: NAME
 * } }}. It is found by {@link java.util.ServiceLoader}: a class with a public constructor without
 * parameters, named in {@code META-INF/services/org.lamplighter.profile.spi.FrameDecoder} of its
 * jar. One object decodes the frames of many devices in many threads at a time, so it keeps nothing
 * between frames.
 */
public interface FrameDecoder {
    /** What profiles call it: lower-case letters, digits and {@code -}, 1 to 64 of them. */
    String name();

    /**
     * The points that it may set, with what their values are. A profile may declare some of them,
     * and no others but computed ones.
     */
    Map<PointName, Point.Type> points();

    /**
     * Says what a frame says. The payload has at least one byte. It is to be quick, and the same
     * frame is always to give the same: no clock, no files, no state. What is thrown is the fault
     * {@code DECODER_FAILED}; what is not as it should be in a frame is a fault for the sink.
     */
    void decode(Frame frame, FrameSink sink);
}
