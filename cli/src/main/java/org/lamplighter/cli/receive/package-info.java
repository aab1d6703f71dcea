// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * A receiver of case events, for trials and tests: verifies, remembers and hands over each event
 * once.
 *
 * <p>Depends on the JDK's HTTP server, the Standard Webhooks library and Jackson. Invariant: an
 * event is answered with 2xx only after the sink has it.
 */
@NullMarked
package org.lamplighter.cli.receive;

import org.jspecify.annotations.NullMarked;
