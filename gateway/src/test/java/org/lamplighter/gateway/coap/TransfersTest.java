// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

class TransfersTest {
    private static final DeviceId COVER = new DeviceId("cover-1");
    private static final int SIZE = 1_024;
    private static final Transfers.Progress MISSING =
            new Transfers.Progress.Refused(IngestFault.BLOCK_MISSING);
    private static final Transfers.Progress CONTINUED = new Transfers.Progress.Continued();

    private final AtomicInteger dropped = new AtomicInteger();
    private final Transfers transfers = new Transfers(2, dropped::incrementAndGet);

    @Test
    void putBlocksTogetherInTheirOrder() {
        assertThat(add(COVER, 0, true, block(1))).isEqualTo(CONTINUED);
        assertThat(add(COVER, 1, true, block(2))).isEqualTo(CONTINUED);

        assertThat(payload(add(COVER, 2, false, new byte[] {3})))
                .hasSize(2 * SIZE + 1)
                .startsWith(1)
                .endsWith(2, 3);
        assertThat(transfers.size()).isZero();
        assertThat(dropped).hasValue(0);
    }

    @Test
    void takeABlockThatComesAgainAsOne() {
        add(COVER, 0, true, block(1));
        add(COVER, 1, true, block(2));
        assertThat(add(COVER, 0, true, block(1))).isEqualTo(CONTINUED);
        assertThat(add(COVER, 1, true, block(2))).isEqualTo(CONTINUED);

        assertThat(payload(add(COVER, 2, false, block(3)))).hasSize(3 * SIZE);
    }

    @Test
    void askForTheFirstBlockWhenOneIsMissing() {
        assertThat(add(COVER, 1, true, block(2))).as("before the first").isEqualTo(MISSING);
        add(COVER, 0, true, block(1));
        assertThat(add(COVER, 2, false, block(3))).as("the second is missing").isEqualTo(MISSING);
    }

    @Test
    void neverMixTwoTransfers() {
        add(COVER, 0, true, block(1));
        add(COVER, 1, true, block(2));
        assertThat(add(COVER, 0, true, block(7))).as("another one begins").isEqualTo(CONTINUED);
        assertThat(add(COVER, 2, false, block(3))).as("of the old one").isEqualTo(MISSING);
        assertThat(payload(add(COVER, 1, false, block(8)))).startsWith(7).endsWith(8);

        add(COVER, 0, true, block(1));
        add(COVER, 1, true, block(2));
        assertThat(add(COVER, 1, true, block(9))).as("not what was there").isEqualTo(MISSING);
        assertThat(add(COVER, 2, false, block(3))).as("nothing is left").isEqualTo(MISSING);
        assertThat(dropped).hasValue(2);
    }

    @Test
    void endATransferThatIsShorterThanOneBefore() {
        add(COVER, 0, true, block(1));
        add(COVER, 1, true, block(2));
        add(COVER, 0, true, block(1));

        assertThat(payload(add(COVER, 1, false, new byte[] {2}))).hasSize(SIZE + 1).endsWith(1, 2);
    }

    @Test
    void takeAFrameOf65536BytesAndNoMore() {
        int blocks = Payload.MAX_LENGTH / SIZE;
        for (int i = 0; i < blocks - 1; i++) {
            assertThat(add(COVER, i, true, block(i))).isEqualTo(CONTINUED);
        }
        assertThat(add(COVER, blocks - 1, true, block(9))).isEqualTo(CONTINUED);
        assertThat(add(COVER, blocks, false, new byte[1]))
                .isEqualTo(new Transfers.Progress.Refused(IngestFault.TOO_LARGE));

        for (int i = 0; i < blocks - 1; i++) {
            add(COVER, i, true, block(i));
        }
        assertThat(payload(add(COVER, blocks - 1, false, block(9)))).hasSize(Payload.MAX_LENGTH);
    }

    @Test
    void refuseABlockThatIsNotAsLongAsItSays() {
        assertThat(add(COVER, 0, true, new byte[SIZE - 1]))
                .isEqualTo(new Transfers.Progress.Refused(IngestFault.MALFORMED));
    }

    @Test
    void holdSoManyAndDropTheQuietestForOneMore() {
        DeviceId second = new DeviceId("cover-2");
        DeviceId third = new DeviceId("cover-3");
        add(COVER, 0, true, block(1));
        add(second, 0, true, block(1));
        add(COVER, 1, true, block(2));
        assertThat(dropped).hasValue(0);

        add(third, 0, true, block(1));

        assertThat(dropped).hasValue(1);
        assertThat(add(second, 1, false, block(2))).isEqualTo(MISSING);
        assertThat(payload(add(COVER, 2, false, block(3)))).hasSize(3 * SIZE);
    }

    @Test
    void waitForTheNextBlockForTheLifetimeOfAnExchange() {
        long lifetime = CoapLimits.EXCHANGE_LIFETIME.toNanos();
        add(COVER, 0, true, block(1));
        transfers.expire(lifetime);
        assertThat(transfers.size()).isEqualTo(1);

        transfers.expire(lifetime + 1);

        assertThat(transfers.size()).isZero();
        assertThat(dropped).hasValue(1);
    }

    private Transfers.Progress add(DeviceId device, int number, boolean more, byte[] bytes) {
        Request request = Request.newPost();
        request.getOptions().setBlock1(new BlockOption(BlockOption.size2Szx(SIZE), more, number));
        request.setPayload(bytes);
        return transfers.add(device, request, 0);
    }

    private static byte[] payload(Transfers.Progress progress) {
        assertThat(progress).isInstanceOf(Transfers.Progress.Completed.class);
        return ((Transfers.Progress.Completed) progress).payload().toByteArray();
    }

    private static byte[] block(int of) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) of);
        return bytes;
    }
}
