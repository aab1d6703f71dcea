// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads a request's body within its bounds of size and time: whoever sends a byte now and then
 * would otherwise keep its place among the requests for ever. Safe to share between threads.
 */
final class BodyReader {
    private static final int CHUNK = 8 * 1024;

    private final Duration time;
    private final LongSupplier nanos;

    /**
     * @param time how long a body may take, and each {@link RestServer#MAX_BODY} more of a large
     *     one; looked at after each piece of it, so a pause of the connection's idle time may come
     *     on top
     * @param nanos as {@link System#nanoTime}
     */
    BodyReader(Duration time, LongSupplier nanos) {
        this.time = time;
        this.nanos = nanos;
    }

    Duration time() {
        return time;
    }

    /** What reading gave. */
    sealed interface Read {
        /** All of it, which is the receiver's now. */
        final class Whole implements Read {
            private final byte[] body;

            private Whole(byte[] body) {
                this.body = body;
            }

            byte[] body() {
                return body;
            }
        }

        /** It has more bytes than it may have. */
        record TooLarge() implements Read {}

        /** It took too long, or ended before its announced length. */
        record NotArrived() implements Read {}
    }

    /** Reads a body of at most {@code most} bytes. */
    Read read(InputStream in, int most) {
        long begun = nanos.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                body.write(chunk, 0, read);
                if (body.size() > most) {
                    return new Read.TooLarge();
                }
                long times = 1L + body.size() / (RestServer.MAX_BODY + 1L);
                if (nanos.getAsLong() - begun > time.toNanos() * times) {
                    return new Read.NotArrived();
                }
            }
        } catch (IOException e) {
            // it fell silent or has gone: the client's doing, and no error of the desk
            return new Read.NotArrived();
        }
        return new Read.Whole(body.toByteArray());
    }
}
