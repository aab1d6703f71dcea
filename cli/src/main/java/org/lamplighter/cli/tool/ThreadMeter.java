// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import com.sun.management.ThreadMXBean;

import org.lamplighter.profile.tool.Meter;

import java.lang.management.ManagementFactory;

/** The machine's clock, and what the JVM says that the calling thread has allocated. */
final class ThreadMeter implements Meter {
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long allocatedBytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }
}
