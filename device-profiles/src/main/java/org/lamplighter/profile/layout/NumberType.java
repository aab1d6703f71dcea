// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/** How a number is written. */
public sealed interface NumberType permits IntegerType, FloatType, DigitsType {
    /** All its bytes. */
    int length();
}
