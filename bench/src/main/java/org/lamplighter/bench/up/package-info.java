// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * An all-in-one as a child process, for load and fault runs: started as the launcher does, asked
 * over REST, looked into over JDBC, killed.
 *
 * <p>May depend on the command line; nothing depends on it but the runs.
 */
@NullMarked
package org.lamplighter.bench.up;

import org.jspecify.annotations.NullMarked;
