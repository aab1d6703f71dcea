// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.lane.TestLog.at;
import static org.lamplighter.jobs.lane.TestLog.tilt;

import org.junit.jupiter.api.Test;
import org.lamplighter.decode.ProfileCatalog;

/** What is held as objects: its bounds, at the limit and one past it, and what is written when. */
final class HotDevicesTest {
    private static final int SAMPLES = 256;

    private final MemoryCells cells = new MemoryCells();
    private final HotDevices hot = new HotDevices(cells);

    @Test
    void writesAChangeOnceWhenItIsSaved() {
        DeviceEntry entry = entry(1);
        hot.change("C-1", entry);
        hot.change("C-1", entry);
        assertThat(cells.size()).isZero();

        hot.save();
        assertThat(cells.find("C-1")).hasValue(entry.encode());

        cells.remove("C-1");
        hot.save();
        assertThat(cells.size()).isZero();
    }

    @Test
    void holdsItsNumberOfDevicesAndWritesTheOneUnusedForLongestPastIt() {
        DeviceEntry entry = entry(1);
        for (int i = 0; i < HotDevices.MAX_DEVICES; i++) {
            hot.change("C-" + i, entry);
        }
        assertThat(cells.size()).isZero();
        assertThat(hot.find("C-0")).isSameAs(entry);

        hot.hold("C-new", entry);
        assertThat(hot.size()).isEqualTo(HotDevices.MAX_DEVICES);
        assertThat(hot.find("C-1")).isNull();
        assertThat(cells.find("C-1")).hasValue(entry.encode());
        assertThat(cells.size()).isEqualTo(1);
    }

    @Test
    void holdsItsNumberOfSamplesAndWritesTheOneUnusedForLongestPastIt() {
        DeviceEntry full = entry(SAMPLES);
        int devices = HotDevices.MAX_SAMPLES / SAMPLES;
        for (int i = 0; i < devices; i++) {
            hot.change("C-" + i, full);
        }
        assertThat(hot.size()).isEqualTo(devices);

        hot.change("C-new", entry(1));
        assertThat(hot.size()).isEqualTo(devices);
        assertThat(hot.find("C-0")).isNull();
        assertThat(cells.find("C-0")).hasValue(full.encode());
    }

    @Test
    void doesNotWriteWhatIsForgotten() {
        hot.change("C-1", entry(1));

        hot.forget("C-1");
        hot.save();

        assertThat(hot.find("C-1")).isNull();
        assertThat(cells.size()).isZero();
    }

    /** A device that keeps so many samples. */
    private static DeviceEntry entry(int samples) {
        TestLog log = new TestLog(1).known("C-1", "generic-manhole-cover");
        for (int i = 1; i <= samples; i++) {
            log.frame("gw1", "C-1", at(0.01 * i), at(0.01 * i), i, tilt(1));
        }
        Lanes lanes = Lanes.over(log);
        lanes.restore();
        DeviceEntry entry =
                lanes.cells.values().stream()
                        .flatMap(lane -> lane.devices().find("C-1").stream())
                        .map(bytes -> DeviceEntry.decode(bytes, ProfileCatalog.empty()))
                        .findFirst()
                        .orElseThrow();
        assertThat(entry.state().alarms().samples()).isEqualTo(samples);
        return entry;
    }
}
