// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.reading.Payload;

import java.io.IOException;

/** {@link AreaInput} on Flink's edges. Never part of a checkpoint. */
final class AreaInputSerializer extends PlainSerializer<AreaInput> {
    @Override
    public void serialize(AreaInput input, DataOutputView out) throws IOException {
        LogItemCodec.writePayload(Payload.wrap(input.toJson()), out);
    }

    @Override
    public AreaInput deserialize(DataInputView in) throws IOException {
        return AreaInput.parse(LogItemCodec.readPayload(in).toByteArray());
    }
}
