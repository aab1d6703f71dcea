// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Splits comma-separated values as RFC 4180 says: quotes around a field, doubled quotes within it,
 * line ends of either kind, also within quotes. Empty lines are skipped. Of a line that has more
 * fields than it may, the first are kept and all are counted. Not to be shared between threads.
 */
final class CsvReader {
    private final String text;
    private final int mostFields;
    private final Consumer<CsvFault> faults;
    private int at;
    private int line = 1;

    CsvReader(String text, int mostFields, Consumer<CsvFault> faults) {
        // spreadsheets put a byte order mark first
        this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
        this.mostFields = mostFields;
        this.faults = faults;
    }

    /**
     * One line of values.
     *
     * @param line the line it begins on, from 1
     * @param fields its values, as many as it may have
     * @param count how many it has
     */
    record Fields(int line, List<String> fields, int count) {
        Fields {
            fields = List.copyOf(fields);
        }

        private boolean isBlank() {
            return count == 1 && fields.getFirst().isEmpty();
        }
    }

    /** The next line that is not empty; what cannot be read is a fault. */
    Optional<Fields> next() {
        while (at < text.length()) {
            if (isLineEnd(text.charAt(at))) {
                lineEnd();
                continue;
            }
            Fields fields = readLine();
            if (!fields.isBlank()) {
                return Optional.of(fields);
            }
        }
        return Optional.empty();
    }

    private Fields readLine() {
        int first = line;
        List<String> fields = new ArrayList<>();
        int count = 0;
        while (true) {
            String field = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
            if (count < mostFields) {
                fields.add(field);
            }
            count++;
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else {
                break;
            }
        }
        lineEnd();
        return new Fields(first, fields, count);
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        int first = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at < text.length() && text.charAt(at) == '"') {
                    at++;
                } else {
                    demandEndOfField();
                    return field.toString();
                }
            } else if (c == '\n') {
                line++;
            }
            field.append(c);
        }
        faults.accept(
                new CsvFault(
                        first,
                        "",
                        "a quoted field must end with a quote, but the file ends first",
                        "close it"));
        return field.toString();
    }

    private void demandEndOfField() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
            at++;
        }
        if (!text.substring(start, at).isBlank()) {
            faults.accept(
                    new CsvFault(
                            line,
                            "",
                            "a comma or the line's end must follow a closing quote, but more text"
                                    + " does",
                            "double the quotes within the field"));
        }
    }

    private void lineEnd() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
