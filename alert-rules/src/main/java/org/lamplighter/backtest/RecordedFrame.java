// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.time.Instant;

/**
 * A line of {@code frames.jsonl}.
 *
 * @param line which, from 1
 * @param device who sent it
 * @param receivedAt when, to the millisecond; a back-test takes it as log time
 * @param channel what the transport added
 * @param payload the bytes
 */
record RecordedFrame(
        int line, DeviceId device, Instant receivedAt, String channel, Payload payload) {}
