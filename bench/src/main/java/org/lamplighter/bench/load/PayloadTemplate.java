// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes payloads. Placeholders: {@code {device}}, {@code {seq}}, {@code {time}} (epoch
 * milliseconds) and {@code {cycle:a,b,c}}, which takes its values in turn by the sequence number.
 * Immutable.
 */
public final class PayloadTemplate implements Payloads {
    /** A cover whose methane is critical in every tenth frame and clear in between. */
    public static final String METHANE_HIGH =
            "{\"seq\":{seq},\"time\":{time},\"tilt\":1.5,"
                    + "\"ch4\":{cycle:60,2,2,2,2,2,2,2,2,2},\"battery\":88}";

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Device() implements Part {}

        record Sequence() implements Part {}

        record Time() implements Part {}

        record Cycle(List<String> values) implements Part {}
    }

    private final List<Part> parts;

    private PayloadTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Parses a template; a brace that opens no placeholder stands for itself. */
    public static PayloadTemplate parse(String template) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            int end = template.indexOf('}', i);
            Part part =
                    template.charAt(i) == '{' && end > 0
                            ? placeholder(template.substring(i + 1, end))
                            : new Part.Text("");
            if (part instanceof Part.Text) {
                text.append(template.charAt(i++));
            } else {
                parts.add(new Part.Text(text.toString()));
                text.setLength(0);
                parts.add(part);
                i = end + 1;
            }
        }
        parts.add(new Part.Text(text.toString()));
        return new PayloadTemplate(parts);
    }

    private static Part placeholder(String name) {
        return switch (name) {
            case "device" -> new Part.Device();
            case "seq" -> new Part.Sequence();
            case "time" -> new Part.Time();
            default ->
                    name.startsWith("cycle:")
                            ? new Part.Cycle(List.of(name.substring(6).split(",", -1)))
                            : new Part.Text("");
        };
    }

    @Override
    public byte[] payload(String device, long sequence, long millis, long due) {
        StringBuilder text = new StringBuilder(128);
        for (Part part : parts) {
            switch (part) {
                case Part.Text it -> text.append(it.text());
                case Part.Device it -> text.append(device);
                case Part.Sequence it -> text.append(sequence);
                case Part.Time it -> text.append(millis);
                case Part.Cycle it ->
                        text.append(it.values().get((int) (sequence % it.values().size())));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
