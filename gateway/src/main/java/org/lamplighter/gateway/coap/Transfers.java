// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.Request;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts frames together that come in blocks (RFC 7959, Block1): one unfinished transfer a device, in
 * order. Thread-safe.
 *
 * <p>A block that comes again changes nothing. One that differs from what is there already begins a
 * new transfer if it is the first, else it ends this one: what is put together is never of two.
 */
final class Transfers {
    /** What became of a block. */
    sealed interface Progress {
        /** More are to come. */
        record Continued() implements Progress {}

        /** It was the last. */
        record Completed(Payload payload) implements Progress {}

        /** It does not fit. */
        record Refused(IngestFault fault) implements Progress {}
    }

    private static final Progress CONTINUED = new Progress.Continued();
    private static final Progress MISSING = new Progress.Refused(IngestFault.BLOCK_MISSING);
    private static final Progress MALFORMED = new Progress.Refused(IngestFault.MALFORMED);
    private static final Progress TOO_LARGE = new Progress.Refused(IngestFault.TOO_LARGE);
    private static final long LIFETIME = CoapLimits.EXCHANGE_LIFETIME.toNanos();

    private final int most;
    private final Runnable onDropped;
    private final Map<DeviceId, Transfer> unfinished = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Makes an empty one.
     *
     * @param most how many may be unfinished
     * @param onDropped called for each that never came to its end
     */
    Transfers(int most, Runnable onDropped) {
        this.most = most;
        this.onDropped = onDropped;
    }

    synchronized Progress add(DeviceId device, Request request, long now) {
        BlockOption block = request.getOptions().getBlock1();
        byte[] bytes = request.getPayload();
        if (block.isBERT() || (block.isM() && bytes.length != block.getSize())) {
            return MALFORMED;
        }
        int from = block.getOffset();
        if (from + bytes.length > Payload.MAX_LENGTH) {
            unfinished.remove(device);
            return TOO_LARGE;
        }
        String query = request.getOptions().getUriQueryString();
        Transfer transfer = unfinished.get(device);
        if (transfer == null || !transfer.query.equals(query)) {
            if (from > 0) {
                return MISSING;
            }
            transfer = begin(device, query);
        }
        transfer.touched = now;
        if (from > transfer.length) {
            return MISSING;
        }
        if (!transfer.agrees(from, bytes)) {
            drop(device);
            if (from > 0) {
                return MISSING;
            }
            transfer = begin(device, query);
            transfer.touched = now;
        }
        transfer.put(from, bytes);
        if (block.isM()) {
            return CONTINUED;
        }
        unfinished.remove(device);
        byte[] payload = Arrays.copyOf(transfer.bytes, from + bytes.length);
        return new Progress.Completed(Payload.wrap(payload));
    }

    /** Drops what nobody has gone on with for {@link CoapLimits#EXCHANGE_LIFETIME}. */
    synchronized void expire(long now) {
        Iterator<Transfer> quietestFirst = unfinished.values().iterator();
        while (quietestFirst.hasNext()) {
            if (now - quietestFirst.next().touched <= LIFETIME) {
                return;
            }
            quietestFirst.remove();
            onDropped.run();
        }
    }

    synchronized int size() {
        return unfinished.size();
    }

    private Transfer begin(DeviceId device, String query) {
        drop(device);
        if (unfinished.size() >= most) {
            drop(unfinished.keySet().iterator().next());
        }
        Transfer begun = new Transfer(query);
        unfinished.put(device, begun);
        return begun;
    }

    private void drop(DeviceId device) {
        if (unfinished.remove(device) != null) {
            onDropped.run();
        }
    }

    private static final class Transfer {
        private static final int FIRST = 2_048;

        private final String query;
        private byte[] bytes = new byte[FIRST];
        private int length;
        private long touched;

        Transfer(String query) {
            this.query = query;
        }

        /** Whether what overlaps is the same. */
        boolean agrees(int from, byte[] block) {
            int overlap = Math.min(length - from, block.length);
            return overlap <= 0 || Arrays.equals(bytes, from, from + overlap, block, 0, overlap);
        }

        void put(int from, byte[] block) {
            int end = from + block.length;
            if (end > bytes.length) {
                int larger = Math.max(end, Math.min(2 * bytes.length, Payload.MAX_LENGTH));
                bytes = Arrays.copyOf(bytes, larger);
            }
            System.arraycopy(block, 0, bytes, from, block.length);
            length = Math.max(length, end);
        }
    }
}
