// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The command line's own client of the REST interface.
 *
 * <p>Depends on the JDK's HTTP client and Jackson only.
 */
@NullMarked
package org.lamplighter.cli.rest;

import org.jspecify.annotations.NullMarked;
