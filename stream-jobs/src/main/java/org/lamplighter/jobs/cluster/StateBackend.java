// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import java.util.Locale;

/** Where a running job keeps its state. */
public enum StateBackend {
    /** On the Java heap: fastest, as much as fits. */
    HEAP("hashmap"),
    /** In RocksDB on the local disk: slower, as much as the disk holds. */
    ROCKSDB("rocksdb");

    private final String flinkName;

    StateBackend(String flinkName) {
        this.flinkName = flinkName;
    }

    /** As written in configuration: {@code heap}, {@code rocksdb}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String flinkName() {
        return flinkName;
    }
}
