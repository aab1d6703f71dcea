// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * YAML read so that every fault can be shown where it stands: all faults at once, each with file,
 * line, column, the line itself with a caret, the rule broken and what to do.
 *
 * <p>Depends on the YAML parser only, of which nothing leaves this package. Invariant: any text
 * gives a document or issues, in bounded time and memory; nothing is thrown. What was read is
 * immutable; an {@link org.lamplighter.yaml.Issues} is used by one thread.
 */
@NullMarked
package org.lamplighter.yaml;

import org.jspecify.annotations.NullMarked;
