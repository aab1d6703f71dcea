// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/**
 * A number in binary-coded decimal, two digits a byte.
 *
 * @param width its bytes, 1 to 8
 * @param littleEndian whether the lowest byte comes first
 */
public record DigitsType(int width, boolean littleEndian) implements NumberType {
    @Override
    public int length() {
        return width;
    }
}
