// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.intake.FrameLog;
import org.lamplighter.gateway.intake.FrameLogContract;
import org.lamplighter.reading.Frame;

import java.util.List;

class FakeFrameLogTest extends FrameLogContract {
    private final FakeFrameLog log = new FakeFrameLog();

    @Override
    protected FrameLog log() {
        return log;
    }

    @Override
    protected List<Frame> kept() {
        return log.kept();
    }
}
