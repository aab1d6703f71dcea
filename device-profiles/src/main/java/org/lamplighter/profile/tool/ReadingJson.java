// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.lamplighter.decode.Decoding;
import org.lamplighter.framing.Framed;
import org.lamplighter.framing.Framing;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A decoding as lines of JSON, for people and programs. */
final class ReadingJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReadingJson() {}

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * What a frame says, a line for each reading.
     *
     * @param device whose frame it is
     */
    static String write(Decoding.Decoded decoded, DeviceId device, DeviceProfile profile) {
        StringBuilder lines = new StringBuilder();
        for (Reading reading : decoded.readings()) {
            lines.append(line(out -> write(reading, device, decoded, profile, out)));
        }
        return lines.toString();
    }

    static String write(Decoding.Undecodable undecodable) {
        return line(
                out -> {
                    out.writeStringField("fault", undecodable.fault().name());
                    out.writeStringField("detail", undecodable.detail());
                });
    }

    /** A frame that was found in a stream, with who sent it and what answers it. */
    static String write(Framing framing, Payload frame) {
        return line(
                out -> {
                    out.writeStringField("frame", frame.toHex());
                    Optional<DeviceId> sender = framing.identityOf(frame);
                    if (sender.isPresent()) {
                        out.writeStringField("device", sender.get().value());
                    }
                    Optional<Payload> answer = framing.answerTo(frame);
                    if (answer.isPresent()) {
                        out.writeStringField("ack", answer.get().toHex());
                    }
                });
    }

    /** Bytes that are in no frame. */
    static String write(Framed.Discarded discarded) {
        return line(
                out -> {
                    out.writeStringField("discarded", discarded.head().toHex());
                    out.writeNumberField("bytes", discarded.bytes());
                    out.writeStringField("fault", discarded.fault().name());
                });
    }

    private static void write(
            Reading reading,
            DeviceId device,
            Decoding.Decoded decoded,
            DeviceProfile profile,
            JsonGenerator out)
            throws IOException {
        if (!reading.device().equals(device)) {
            // of cabinet-7.lamp-5 what the frame tells: lamp-5
            out.writeStringField(
                    "child", reading.device().value().substring(device.value().length() + 1));
        }
        out.writeStringField("profile", reading.profile());
        out.writeStringField("eventTime", reading.eventTime().toString());
        out.writeStringField("timeSource", word(reading.timeSource()));
        out.writeNumberField("sequence", reading.sequence());
        out.writeStringField("identity", word(decoded.identity().basis()));
        out.writeArrayFieldStart("marks");
        for (Mark mark : reading.marks()) {
            out.writeString(word(mark));
        }
        out.writeEndArray();
        out.writeNumberField("ignoredMembers", decoded.ignoredMembers());
        out.writeObjectFieldStart("points");
        for (Map.Entry<PointName, PointValue> point : reading.points().entrySet()) {
            out.writeFieldName(point.getKey().value());
            switch (point.getValue()) {
                case PointValue.Quantity quantity -> out.writeNumber(number(quantity.value()));
                case PointValue.Flag flag -> out.writeBoolean(flag.value());
                case PointValue.Text text -> out.writeString(text.value());
            }
        }
        out.writeEndObject();
        out.writeObjectFieldStart("units");
        for (PointName name : reading.points().keySet()) {
            Point point = profile.points().get(name);
            if (point != null && point.type() instanceof Point.Type.Quantity quantity) {
                out.writeStringField(name.value(), quantity.unit().code());
            }
        }
        out.writeEndObject();
    }

    /** 1700 and not 1700.0; 1.0E300 as it is. */
    private static String number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() >= -20 && exact.scale() <= 20
                ? exact.toPlainString()
                : exact.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String line(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.append('\n').toString();
    }
}
