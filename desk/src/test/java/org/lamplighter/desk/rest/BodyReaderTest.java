// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class BodyReaderTest {
    private static final Duration TIME = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private static final int MOST = RestServer.MAX_BODY;

    private final BodyReader reader = new BodyReader(TIME, nanos::get);

    @Test
    void aBodyHasThirtySecondsToArrive() {
        assertThat(reader.read(dripping(3, TIME.dividedBy(3)), MOST))
                .isInstanceOfSatisfying(
                        BodyReader.Read.Whole.class, whole -> assertThat(whole.body()).hasSize(3));
        assertThat(reader.read(dripping(3, TIME.dividedBy(3).plusNanos(1)), MOST))
                .isEqualTo(new BodyReader.Read.NotArrived());
        assertThat(RestLimits.DEFAULT.body()).isEqualTo(TIME);
    }

    @Test
    void aBodyHasOneMebibyte() {
        assertThat(reader.read(new ByteArrayInputStream(new byte[1 << 20]), MOST))
                .isInstanceOfSatisfying(
                        BodyReader.Read.Whole.class,
                        whole -> assertThat(whole.body()).hasSize(1 << 20));
        assertThat(reader.read(new ByteArrayInputStream(new byte[(1 << 20) + 1]), MOST))
                .isEqualTo(new BodyReader.Read.TooLarge());
    }

    @Test
    void aLargeBodyHasThirtySecondsMoreForEachMebibyteThatHasCome() {
        int most = 3 << 20;
        InputStream inTime = pieces(most, Duration.ofSeconds(30));
        assertThat(reader.read(inTime, most))
                .isInstanceOfSatisfying(
                        BodyReader.Read.Whole.class,
                        whole -> assertThat(whole.body()).hasSize(most));
        assertThat(reader.read(pieces(most, Duration.ofSeconds(31)), most))
                .isEqualTo(new BodyReader.Read.NotArrived());
        assertThat(reader.read(pieces(most + 1, Duration.ZERO), most))
                .isEqualTo(new BodyReader.Read.TooLarge());
    }

    @Test
    void whoGoesInTheMiddleHasSentNoBody() {
        InputStream gone =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("reset");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return read();
                    }
                };

        assertThat(reader.read(gone, MOST)).isEqualTo(new BodyReader.Read.NotArrived());
    }

    /** Each mebibyte after a pause. */
    private InputStream pieces(int bytes, Duration pause) {
        return new ByteArrayInputStream(new byte[bytes]) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                int before = pos;
                int read = super.read(into, from, length);
                if (before % (1 << 20) == 0 && read > 0) {
                    nanos.addAndGet(pause.toNanos());
                }
                return read;
            }
        };
    }

    /** A byte a piece, each after a pause. */
    private InputStream dripping(int bytes, Duration pause) {
        return new ByteArrayInputStream(new byte[bytes]) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                int read = super.read(into, from, Math.min(length, 1));
                if (read > 0) {
                    nanos.addAndGet(pause.toNanos());
                }
                return read;
            }
        };
    }
}
