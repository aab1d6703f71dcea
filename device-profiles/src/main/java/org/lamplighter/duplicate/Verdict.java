// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

/** Whether a frame is to be evaluated, or was already. */
public enum Verdict {
    FRESH,
    DUPLICATE
}
