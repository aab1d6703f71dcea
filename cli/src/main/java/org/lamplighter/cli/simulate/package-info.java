// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * A small seeded city of covers, lamps and bays that report over real MQTT and CoAP the way
 * sleeping devices do: connect, report, go away. A part of them may be behind a broker.
 *
 * <p>Depends on an MQTT and a CoAP client, on the REST interface and on what a topic's pattern is,
 * not on any other part of the product. Everything that a device says is a pure function of the
 * seed and of the time since the city began.
 */
@NullMarked
package org.lamplighter.cli.simulate;

import org.jspecify.annotations.NullMarked;
