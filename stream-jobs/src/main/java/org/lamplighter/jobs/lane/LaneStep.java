// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs a {@link LaneOperator} and has it bring its cells up to date before each checkpoint takes
 * them. Flink calls it from one thread.
 */
public final class LaneStep extends KeyedProcessOperator<Integer, LogItem, TopicRecord> {
    private static final long serialVersionUID = 1L;

    private final LaneOperator lanes;

    public LaneStep(LaneOperator lanes) {
        super(lanes);
        this.lanes = lanes;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        lanes.save(this::setCurrentKey);
        super.snapshotState(context);
    }
}
