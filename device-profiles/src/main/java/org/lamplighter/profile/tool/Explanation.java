// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.profile.layout.DocumentLayout;
import org.lamplighter.profile.layout.JavaLayout;
import org.lamplighter.profile.layout.JsonLayout;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.layout.SenMlLayout;
import org.lamplighter.profile.layout.WrappedLayout;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows where in a frame each value comes from, as a table of text. */
final class Explanation {
    private static final List<String> HEAD = List.of("offset", "bytes", "field", "raw", "value");

    /** How many bytes of a field are shown; how many more there are is told. */
    private static final int MOST_BYTES = 8;

    /** The widest that a cell is shown, in characters. */
    private static final int WIDEST = 60;

    private final DeviceProfile profile;
    private final Payload payload;

    private Explanation(DeviceProfile profile, Payload payload) {
        this.profile = profile;
        this.payload = payload;
    }

    /** The table of a frame, a line for each field that was read; of a wrapped one two tables. */
    static String table(DeviceProfile profile, Frame frame, Decoding decoding) {
        Trace trace = new Trace();
        Decoder.traced(profile, trace).decode(frame, 0);
        if (!(profile.layout() instanceof WrappedLayout wrapped)) {
            return table(profile, profile.layout(), frame.payload(), decoding, trace);
        }
        String around =
                wrapped.envelope()
                        .map(
                                envelope ->
                                        table(
                                                profile,
                                                envelope.content(),
                                                frame.payload(),
                                                decoding,
                                                trace))
                        .orElse("");
        Optional<Payload> inside = trace.bytes();
        if (inside.isEmpty()) {
            Trace text = new Trace();
            text.add(0, frame.payload().length(), "the whole text", "", "", "FAULT");
            return around.isEmpty()
                    ? new Explanation(profile, frame.payload()).write(text.lines())
                    : around;
        }
        return (around.isEmpty() ? "" : around + "inside\n")
                + table(profile, wrapped.inside(), inside.get(), decoding, trace);
    }

    /**
     * The table of some bytes.
     *
     * @param trace what the fields of a binary layout told
     */
    private static String table(
            DeviceProfile profile, Layout layout, Payload payload, Decoding decoding, Trace trace) {
        Trace lines = layout instanceof BinaryLayout ? trace : new Trace();
        switch (layout) {
            case BinaryLayout binary -> {
                int left = payload.length() - trace.reached();
                if (left > 0 && decoding instanceof Decoding.Decoded) {
                    trace.add(trace.reached(), left, "not known", "", "", "");
                }
            }
            case SenMlLayout senMl when senMl.encoding() == SenMlLayout.Encoding.CBOR ->
                    lines.add(0, payload.length(), "a pack of SenML in CBOR", "", "", "");
            case JavaLayout java ->
                    lines.add(0, payload.length(), "the decoder " + java.decoder(), "", "", "");
            case JsonLayout json -> new JsonTrace(json, decoding, lines).read(payload);
            case DocumentLayout json -> new JsonTrace(json, decoding, lines).read(payload);
            case SenMlLayout senMl -> new JsonTrace(senMl, decoding, lines).read(payload);
            case WrappedLayout wrapped ->
                    throw new IllegalArgumentException("a text is wrapped once only");
        }
        return new Explanation(profile, payload).write(lines.lines());
    }

    private String write(List<Trace.Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        int offset = -1;
        int length = -1;
        for (Trace.Line line : lines) {
            boolean same = line.offset() == offset && line.length() == length && length > 0;
            rows.add(
                    List.of(
                            same ? "" : Integer.toString(line.offset()),
                            same ? "" : bytes(line),
                            cell("  ".repeat(line.depth()) + line.field()),
                            cell(line.raw()),
                            cell(value(line))));
            offset = line.offset();
            length = line.length();
        }
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder one = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                one.append(i == 0 ? blanks + row.get(i) : row.get(i) + blanks).append("  ");
            }
            text.append(one.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String bytes(Trace.Line line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), MOST_BYTES); i++) {
            text.append(i == 0 ? "" : " ");
            text.append(String.format("%02x", payload.unsignedByte(line.offset() + i)));
        }
        return line.length() > MOST_BYTES
                ? text + " … (" + line.length() + " bytes)"
                : text.toString();
    }

    private String value(Trace.Line line) {
        if (line.point().isEmpty()) {
            return line.value();
        }
        Point point = profile.points().get(new PointName(line.point()));
        String unit =
                point != null && point.type() instanceof Point.Type.Quantity quantity
                        ? quantity.unit().code()
                        : "1";
        boolean bare = unit.equals("1") || line.value().equals("no value");
        return line.point() + " = " + line.value() + (bare ? "" : " " + unit);
    }

    /** In one line, without what would move a terminal's cursor, and not too wide. */
    private static String cell(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(WIDEST)
                .map(c -> Character.isISOControl(c) ? '·' : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > WIDEST ? shown + "…" : shown.toString();
    }
}
