// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The registered devices and their credentials: rows, JSON, CSV, routes.
 *
 * <p>May depend on {@code change}, {@code rest} and {@code seal}. Invariant: a token is stored as
 * its hash and a DTLS key sealed; both are told once, in the answer to who made them.
 */
@NullMarked
package org.lamplighter.desk.devices;

import org.jspecify.annotations.NullMarked;
