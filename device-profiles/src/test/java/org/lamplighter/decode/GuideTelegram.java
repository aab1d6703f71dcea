// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.spi.FrameDecoder;
import org.lamplighter.profile.spi.FrameSink;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;

import java.util.Map;

/** Each byte is exclusive-or'ed with the one before it: a number, a level in mm, a lid. */
public final class GuideTelegram implements FrameDecoder {
    private static final PointName LEVEL = new PointName("level");
    private static final PointName OPEN = new PointName("open");

    @Override
    public String name() {
        return "guide-telegram";
    }

    @Override
    public Map<PointName, Point.Type> points() {
        return Map.of(LEVEL, new Point.Type.Quantity(new Unit("cm")), OPEN, new Point.Type.Flag());
    }

    @Override
    public void decode(Frame frame, FrameSink sink) {
        if (frame.payload().length() != 4) {
            sink.fault(DecodeFault.TOO_SHORT, "a telegram has 4 bytes");
            return;
        }
        int[] plain = new int[4];
        for (int i = 0; i < 4; i++) {
            int before = i == 0 ? 0 : frame.payload().unsignedByte(i - 1);
            plain[i] = frame.payload().unsignedByte(i) ^ before;
        }
        sink.sequence(plain[0]);
        sink.quantity(LEVEL, (plain[1] * 256 + plain[2]) / 10.0);
        sink.flag(OPEN, plain[3] != 0);
    }
}
