// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** Devices in: listeners and bridges that take frames and hand them to Kafka. */
@NullMarked
package org.lamplighter.gateway;

import org.jspecify.annotations.NullMarked;
