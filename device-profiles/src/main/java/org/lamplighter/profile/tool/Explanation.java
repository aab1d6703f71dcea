// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.decode.Trace;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.List;

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

    /** The table of a frame, a line for each field that was read. */
    static String table(DeviceProfile profile, Frame frame, Decoding decoding) {
        Trace trace = new Trace();
        if (profile.layout() instanceof BinaryLayout) {
            Decoder.traced(profile, trace).decode(frame, 0);
            int left = frame.payload().length() - trace.reached();
            if (left > 0 && decoding instanceof Decoding.Decoded) {
                trace.add(trace.reached(), left, "not known", "", "", "");
            }
        } else {
            new JsonTrace(profile, decoding, trace).read(frame.payload());
        }
        return new Explanation(profile, frame.payload()).write(trace.lines());
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
