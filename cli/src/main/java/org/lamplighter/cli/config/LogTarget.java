// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

/** Where a part on its own logs. */
public enum LogTarget {
    /** To a file of bounded size under the data directory. */
    FILE,
    /** To standard output, as containers want it. */
    CONSOLE
}
