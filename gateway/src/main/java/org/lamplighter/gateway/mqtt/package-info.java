// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * MQTT 3.1.1 and 5 for devices that publish: a connection's life, its packets, its limits.
 *
 * <p>Depends on {@code intake}, {@code identity}, {@code transport}, {@code event} and Netty.
 * Invariants: a PUBACK leaves only after the log has the frame, in the order of the publishes;
 * there is no session state beyond the connection; everything a client can make grow is bounded by
 * {@link org.lamplighter.gateway.mqtt.MqttLimits}.
 */
@NullMarked
package org.lamplighter.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
