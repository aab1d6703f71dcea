// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What the desk's integration tests share: real servers, a running desk, a client, waiting with a
 * bound.
 */
@NullMarked
package org.lamplighter.desk.testing;

import org.jspecify.annotations.NullMarked;
