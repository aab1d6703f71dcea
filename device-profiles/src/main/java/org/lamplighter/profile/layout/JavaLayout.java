// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/**
 * What code reads, which is found by its name when the profile is compiled.
 *
 * @param decoder the name of a {@link org.lamplighter.profile.spi.FrameDecoder}
 */
public record JavaLayout(String decoder) implements Layout {
    /** Only the code knows. */
    @Override
    public boolean readsSequence() {
        return true;
    }

    /** Only the code knows. */
    @Override
    public boolean readsTime() {
        return true;
    }
}
