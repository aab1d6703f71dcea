// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.lamplighter.decode.Decoding;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.JsonLayout.Member;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.io.IOException;
import java.util.Map;

/** Tells what stands where in a JSON payload, and what the profile makes of it. */
final class JsonTrace {
    private static final JsonFactory JSON = new JsonFactory();

    /** How many values are told at most. */
    private static final int MOST_VALUES = 1000;

    private final Map<String, Member> members;

    /** Whether the layout names all members that it knows, so that any other is ignored. */
    private final boolean flat;

    private final Decoding decoding;
    private final Trace trace;

    /**
     * A trace of one text.
     *
     * @param layout that of the text, which of a flat object tells what each member is
     */
    JsonTrace(Layout layout, Decoding decoding, Trace trace) {
        this.flat = layout instanceof JsonLayout;
        this.members = layout instanceof JsonLayout object ? object.members() : Map.of();
        this.decoding = decoding;
        this.trace = trace;
    }

    /** Tells everything up to where the text is no JSON any more. */
    void read(Payload payload) {
        try (JsonParser parser = JSON.createParser(payload.toByteArray())) {
            int values = 0;
            for (JsonToken token = parser.nextToken();
                    token != null && values < MOST_VALUES;
                    token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values++;
                    String raw = parser.getText();
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    int to = (int) parser.currentLocation().getByteOffset();
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    tell(from, to - from, path, token == JsonToken.VALUE_STRING, raw);
                }
            }
        } catch (IOException notJson) {
            // what is wrong with it, and where, is what the decoding says
            trace.add(trace.reached(), 0, "no JSON from about here", "", "", "FAULT");
        }
    }

    private void tell(int from, int length, String pointer, boolean text, String raw) {
        String path = pointer.substring(Math.min(1, pointer.length())).replace('/', '.');
        String shown = text ? "\"" + raw + "\"" : raw;
        Member member = members.get(path);
        switch (member) {
            case null -> trace.add(from, length, path, shown, "", flat ? "ignored" : "");
            case Member.Sequence sequence ->
                    trace.add(from, length, path, shown, "", "the sequence");
            case Member.Time time -> trace.add(from, length, path, shown, "", "the time");
            case Member.OfPoint point ->
                    trace.add(
                            from, length, path, shown, point.point().value(), value(point.point()));
        }
        trace.reached(from + length);
    }

    private String value(PointName point) {
        if (!(decoding instanceof Decoding.Decoded decoded)) {
            return "not read, since the frame is not";
        }
        for (Reading reading : decoded.readings()) {
            PointValue value = reading.points().get(point);
            if (value != null) {
                return switch (value) {
                    case PointValue.Quantity quantity -> Double.toString(quantity.value());
                    case PointValue.Flag flag -> Boolean.toString(flag.value());
                    case PointValue.Text text -> "\"" + text.value() + "\"";
                };
            }
        }
        return "no value";
    }
}
