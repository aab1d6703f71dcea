// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

/** Makes the payloads of a load. Called on every event loop of the generator, by one at a time. */
public interface Payloads {
    /**
     * A frame's payload; asked for again when the frame is sent again, and then the same.
     *
     * @param device whose it is
     * @param sequence the device's number of the frame, from 0
     * @param millis the frame's event time, in milliseconds since 1970
     * @param due when it is due, by {@link System#nanoTime}
     */
    byte[] payload(String device, long sequence, long millis, long due);
}
