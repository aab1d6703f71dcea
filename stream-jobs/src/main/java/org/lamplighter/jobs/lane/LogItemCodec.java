// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.reading.Payload;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Log items as bytes: on Flink's edges without a version, in a lane's cells with one. Stateless.
 */
final class LogItemCodec {
    private static final byte VERSION = 1;

    private LogItemCodec() {}

    /** The checkpointed form. */
    static byte[] encode(LogItem item) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + item.value().length());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(item, out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be written", e);
        }
        return bytes.toByteArray();
    }

    static LogItem decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a waiting frame of version "
                                + version
                                + " cannot be read; version "
                                + VERSION
                                + " can: was a newer release running here?");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a waiting frame of " + bytes.length + " bytes is cut short", e);
        }
    }

    static void write(LogItem item, DataOutput out) throws IOException {
        out.writeInt(item.lane());
        out.writeInt(item.partition());
        out.writeLong(item.offset());
        out.writeLong(item.logMillis());
        out.writeByte(item.kind().code());
        writeText(item.key(), out);
        writeText(item.id(), out);
        writeText(item.source(), out);
        writeText(item.channel(), out);
        writePayload(item.value(), out);
    }

    static LogItem read(DataInput in) throws IOException {
        return new LogItem(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                LogItem.Kind.ofCode(in.readByte()),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readPayload(in));
    }

    static void writePayload(Payload payload, DataOutput out) throws IOException {
        writeBytes(payload.toByteArray(), out);
    }

    static Payload readPayload(DataInput in) throws IOException {
        return Payload.wrap(readBytes(in));
    }

    static void writeText(String text, DataOutput out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
