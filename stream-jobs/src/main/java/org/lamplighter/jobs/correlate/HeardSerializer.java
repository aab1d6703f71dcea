// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.lamplighter.jobs.lane.PlainSerializer;
import org.lamplighter.reading.Payload;

import java.io.IOException;

/** {@link Heard} on Flink's edges. Never part of a checkpoint. */
public final class HeardSerializer extends PlainSerializer<Heard> {
    @Override
    public void serialize(Heard heard, DataOutputView out) throws IOException {
        StringSerializer.INSTANCE.serialize(heard.kind().name(), out);
        StringSerializer.INSTANCE.serialize(heard.scope(), out);
        BytePrimitiveArraySerializer.INSTANCE.serialize(heard.json().toByteArray(), out);
    }

    @Override
    public Heard deserialize(DataInputView in) throws IOException {
        Heard.Kind kind = Heard.Kind.valueOf(StringSerializer.INSTANCE.deserialize(in));
        String scope = StringSerializer.INSTANCE.deserialize(in);
        return new Heard(
                kind, scope, Payload.wrap(BytePrimitiveArraySerializer.INSTANCE.deserialize(in)));
    }
}
