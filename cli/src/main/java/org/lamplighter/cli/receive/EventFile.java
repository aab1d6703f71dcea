// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of events, one line of JSON each, appended and flushed one by one. Not to be shared
 * between threads.
 */
final class EventFile implements Receiver.Sink, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer writer;

    private EventFile(Writer writer) {
        this.writer = writer;
    }

    /** Opens the file for appending, making it if it is absent. */
    static EventFile append(Path file) throws IOException {
        boolean cutOff = endsInsideALine(file);
        Writer writer =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
        if (cutOff) {
            writer.write('\n');
        }
        return new EventFile(writer);
    }

    /** Whether a crash cut the last line off: the next one must not continue it. */
    private static boolean endsInsideALine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() == 0) {
                return false;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) != '\n';
        }
    }

    /**
     * The ids of the last events in the file, oldest first; a line that was cut off by a crash is
     * passed over.
     */
    static Collection<String> idsIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Deque<String> ids = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(
                    line -> {
                        String id = idOf(line);
                        if (!id.isEmpty()) {
                            ids.addLast(id);
                            if (ids.size() > Receiver.REMEMBERED_IDS) {
                                ids.removeFirst();
                            }
                        }
                    });
        }
        return ids;
    }

    private static String idOf(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            return event == null ? "" : event.path("id").asText(event.path("webhookId").asText(""));
        } catch (IOException cutOff) {
            return "";
        }
    }

    @Override
    public void accept(Receiver.Event event) throws IOException {
        writer.write(event.toLine() + "\n");
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
