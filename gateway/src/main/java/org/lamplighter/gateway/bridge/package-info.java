// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * Bridges: frames from MQTT 5 brokers that are there already, by shared subscriptions.
 *
 * <p>Depends on {@code intake}, {@code identity}, {@code event} and the Paho client. Invariants: a
 * message is acknowledged to its broker only after the log has its frame, or once it is refused for
 * good and counted; what the log cannot take for now is left with the broker, which delivers it
 * again on the next connection. Acknowledgements leave in the order of the messages (MQTT-4.6.0-2).
 */
@NullMarked
package org.lamplighter.gateway.bridge;

import org.jspecify.annotations.NullMarked;
