// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.binary.BinaryDecoder;
import org.lamplighter.decode.json.DocumentDecoder;
import org.lamplighter.decode.json.JsonDecoder;
import org.lamplighter.decode.json.SenMlDecoder;
import org.lamplighter.decode.json.WrapDecoder;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.IdentityPolicy;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.DocumentLayout;
import org.lamplighter.profile.layout.JavaLayout;
import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.layout.SenMlLayout;
import org.lamplighter.profile.layout.WrappedLayout;
import org.lamplighter.profile.spi.FrameDecoders;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.Reading;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A profile compiled to what turns its frames into readings. Immutable; safe to share between
 * threads. Total: any frame gives a {@link Decoding}, in time and memory bounded by its length.
 */
public final class Decoder {
    private final DeviceProfile profile;
    private final PointName[] points;
    private final Computations computations;
    private final PayloadDecoder payloadDecoder;

    private Decoder(
            DeviceProfile profile,
            PointName[] points,
            Computations computations,
            PayloadDecoder payloadDecoder) {
        this.profile = profile;
        this.points = points;
        this.computations = computations;
        this.payloadDecoder = payloadDecoder;
    }

    /** Compiles {@code profile}. */
    public static Decoder of(DeviceProfile profile) {
        return compile(profile, null);
    }

    /**
     * Compiles {@code profile} so that {@code trace} is told what each field of a binary layout
     * says. Unlike other decoders this one is for one frame and one thread.
     */
    public static Decoder traced(DeviceProfile profile, Trace trace) {
        return compile(profile, trace);
    }

    private static Decoder compile(DeviceProfile profile, @Nullable Trace trace) {
        PointName[] points = profile.points().keySet().toArray(PointName[]::new);
        Map<PointName, Integer> indexes = new HashMap<>();
        for (int i = 0; i < points.length; i++) {
            indexes.put(points[i], i);
        }
        List<String> numbers = List.copyOf(profile.layout().numbers());
        return new Decoder(
                profile,
                points,
                Computations.of(profile, indexes, numbers),
                payloadDecoder(profile.layout(), profile, indexes, trace));
    }

    private static PayloadDecoder payloadDecoder(
            Layout layout,
            DeviceProfile profile,
            Map<PointName, Integer> indexes,
            @Nullable Trace trace) {
        ZoneId zone = profile.clock().zone();
        return switch (layout) {
            case JsonLayout flat -> JsonDecoder.of(flat, profile.points(), indexes);
            case DocumentLayout document -> DocumentDecoder.of(document, indexes, zone);
            case BinaryLayout binary -> BinaryDecoder.of(binary, indexes, trace);
            case SenMlLayout senMl -> SenMlDecoder.of(senMl, indexes);
            case JavaLayout java ->
                    JavaDecoder.of(FrameDecoders.all().find(java.decoder()).orElseThrow(), indexes);
            case WrappedLayout wrapped ->
                    WrapDecoder.of(
                            wrapped,
                            indexes,
                            zone,
                            told(payloadDecoder(wrapped.inside(), profile, indexes, trace), trace));
        };
    }

    /** A decoder that tells a trace which bytes it reads. */
    private static PayloadDecoder told(PayloadDecoder inside, @Nullable Trace trace) {
        return trace == null
                ? inside
                : (frame, out) -> {
                    trace.bytes(frame.payload());
                    inside.decode(frame, out);
                };
    }

    /** The profile that this was compiled from. */
    public DeviceProfile profile() {
        return profile;
    }

    /**
     * Says what {@code frame} says.
     *
     * @param profileVersion the version of the profile, for the readings
     */
    public Decoding decode(Frame frame, long profileVersion) {
        Extraction out = new Extraction(points.length, computations);
        try {
            if (frame.payload().length() == 0) {
                out.fail(DecodeFault.EMPTY_PAYLOAD, "the payload has no bytes");
            } else {
                payloadDecoder.decode(frame, out);
                if (!out.failed()) {
                    out.complete();
                }
            }
        } catch (RuntimeException bug) {
            out.fail(DecodeFault.DECODER_FAILED, bug.getClass().getName());
        }
        DecodeFault fault = out.fault();
        if (fault != null) {
            return undecodable(fault, out.detail());
        }
        Instant deviceTime = out.main().time(profile.clock().zone());
        boolean believed =
                deviceTime != null && profile.clock().believes(deviceTime, frame.receivedAt());
        Instant identifying = out.main().relative ? null : deviceTime;
        DuplicateKey identity = identityOf(frame, out, identifying, believed);
        List<Reading> readings =
                new ReadingMaker(frame, profile, profileVersion, points, out).readings(identity);
        if (readings.isEmpty()) {
            return undecodable(
                    DecodeFault.MISSING_POINT,
                    "the frame has no value of any point; the profile knows " + pointList());
        }
        return new Decoding.Decoded(readings, identity, out.ignored());
    }

    /**
     * A time that is not believed may be one that every frame of the device carries, so it
     * identifies nothing by itself.
     */
    private DuplicateKey identityOf(
            Frame frame, Extraction out, @Nullable Instant deviceTime, boolean believed) {
        String packet = out.packet();
        if (packet != null) {
            return DuplicateKey.ofPacket(packet, frame.receivedAt());
        }
        IdentityPolicy policy = profile.identity();
        return switch (policy.by()) {
            case SEQUENCE ->
                    out.hasSequence()
                            ? DuplicateKey.ofSequenceAlone(
                                    out.sequence(), frame.receivedAt(), policy.window())
                            : byAll(frame, out, deviceTime, believed);
            case TIME ->
                    deviceTime != null && believed
                            ? DuplicateKey.ofTimeAlone(deviceTime)
                            : byAll(frame, out, deviceTime, believed);
            case BYTES ->
                    DuplicateKey.ofBytes(
                            out.bytes(frame.payload()), frame.receivedAt(), policy.window());
            case ALL -> byAll(frame, out, deviceTime, believed);
        };
    }

    private DuplicateKey byAll(
            Frame frame, Extraction out, @Nullable Instant deviceTime, boolean believed) {
        Payload payload = out.bytes(frame.payload());
        Instant platformTime = out.platformTime();
        if (deviceTime == null
                && platformTime != null
                && profile.clock().believes(platformTime, frame.receivedAt())) {
            return DuplicateKey.ofTime(platformTime, payload);
        }
        if (deviceTime != null && out.hasSequence()) {
            return believed
                    ? DuplicateKey.ofSequence(out.sequence(), deviceTime)
                    : DuplicateKey.ofSequenceReceived(
                            out.sequence(), deviceTime, frame.receivedAt());
        }
        if (deviceTime != null && believed) {
            return DuplicateKey.ofTime(deviceTime, payload);
        }
        return DuplicateKey.ofBytes(
                frame.payload(), frame.receivedAt(), profile.identity().window());
    }

    private String pointList() {
        List<String> names = new ArrayList<>();
        for (PointName point : points) {
            names.add(point.value());
        }
        return names.stream().limit(12).collect(Collectors.joining(", "))
                + (names.size() > 12 ? ", …" : "");
    }

    /** Details may quote the payload, and go into headers and onto screens. */
    private static Decoding undecodable(DecodeFault fault, String detail) {
        StringBuilder printable = new StringBuilder();
        detail.codePoints()
                .limit(Decoding.Undecodable.MAX_DETAIL)
                .map(c -> Character.isISOControl(c) || c > 0xffff ? '·' : c)
                .map(c -> Character.isSurrogate((char) c) ? '·' : c)
                .forEach(printable::appendCodePoint);
        return new Decoding.Undecodable(fault, printable.toString());
    }
}
