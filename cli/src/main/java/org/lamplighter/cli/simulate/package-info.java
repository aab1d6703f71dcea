// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * A small seeded city of covers, lamps and bays that report over real MQTT and CoAP the way
 * sleeping devices do: connect, report, go away.
 *
 * <p>Depends on an MQTT and a CoAP client and on the REST interface, not on any other part of the
 * product. Everything that a device says is a pure function of the seed and of the time since the
 * city began.
 */
@NullMarked
package org.lamplighter.cli.simulate;

import org.jspecify.annotations.NullMarked;
