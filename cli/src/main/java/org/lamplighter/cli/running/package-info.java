// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Commands that talk to a running {@code up}, found by its data directory and port offset.
 *
 * <p>Depends on {@code rest}, {@code simulate} and the public records of {@code up}.
 */
@NullMarked
package org.lamplighter.cli.running;

import org.jspecify.annotations.NullMarked;
