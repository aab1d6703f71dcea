// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * What an operator can set of {@code up} and of parts on their own, by file, environment and flags,
 * and the guide to it.
 *
 * <p>Depends on the YAML reader of {@code device-profiles} and takes each default from the part
 * that it belongs to. Invariant: each {@link org.lamplighter.cli.config.Setting} stands in {@link
 * org.lamplighter.cli.config.Settings} once and takes effect; whatever is not one of them is a
 * fault.
 */
@NullMarked
package org.lamplighter.cli.config;

import org.jspecify.annotations.NullMarked;
