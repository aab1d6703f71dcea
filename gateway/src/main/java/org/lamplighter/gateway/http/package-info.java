// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * HTTP for devices: one resource, {@code POST /v1/frames}.
 *
 * <p>Depends on {@code intake}, {@code identity}, {@code transport}, {@code event} and Netty.
 * Invariants: 202 leaves only after the log has the frame; every other answer is an RFC 9457
 * problem; a connection has one request at a time.
 */
@NullMarked
package org.lamplighter.gateway.http;

import org.jspecify.annotations.NullMarked;
