// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** The whole product as a stranger meets it: a child process, real clients, kill -9. */
@NullMarked
package org.lamplighter.cli.e2e;

import org.jspecify.annotations.NullMarked;
