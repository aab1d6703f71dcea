// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * CoAP for devices: one resource, {@code POST /v1/frames}, over DTLS 1.2 with pre-shared keys and
 * connection ids (RFC 7252, 7959, 9146), or plain.
 *
 * <p>Depends on {@code intake}, {@code identity}, {@code transport}, {@code event} and Californium,
 * of which it uses messages, reliability and DTLS; its memory of exchanges and its block-wise layer
 * are switched off, because they hold an exchange for 247 s and 64 KiB for each peer. Invariants:
 * 2.04 leaves only after the log has the frame; a message that comes again is answered the same and
 * appended once, as long as it is remembered; threads of Californium never wait.
 */
@NullMarked
package org.lamplighter.gateway.coap;

import org.jspecify.annotations.NullMarked;
