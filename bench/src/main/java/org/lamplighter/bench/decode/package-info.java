// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * How fast profiles decode, beside straight Java that was written by hand for the same frames and
 * makes the same readings, in one JMH run.
 *
 * <p>May depend on everything; nothing depends on it. Invariant: before anything is measured both
 * ways are compared, and give equal decodings.
 */
@NullMarked
package org.lamplighter.bench.decode;

import org.jspecify.annotations.NullMarked;
