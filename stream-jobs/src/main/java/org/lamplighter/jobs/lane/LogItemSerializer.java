// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/** {@link LogItem} on Flink's edges. Never part of a checkpoint. */
public final class LogItemSerializer extends PlainSerializer<LogItem> {
    @Override
    public void serialize(LogItem item, DataOutputView out) throws IOException {
        LogItemCodec.write(item, out);
    }

    @Override
    public LogItem deserialize(DataInputView in) throws IOException {
        return LogItemCodec.read(in);
    }
}
