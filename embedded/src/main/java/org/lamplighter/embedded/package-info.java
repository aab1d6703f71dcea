// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0

/** A real Kafka broker and a real PostgreSQL server run by this process. */
@NullMarked
package org.lamplighter.embedded;

import org.jspecify.annotations.NullMarked;
