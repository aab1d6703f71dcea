// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Collections;
import java.util.SortedSet;

/** How payloads of one device model are laid out. */
public sealed interface Layout
        permits JsonLayout, DocumentLayout, BinaryLayout, WrappedLayout, SenMlLayout, JavaLayout {
    /** The names under which numbers are kept while a frame is read. */
    default SortedSet<String> numbers() {
        return Collections.emptySortedSet();
    }

    /** Whether it reads a sequence number somewhere. */
    boolean readsSequence();

    /** Whether it reads a device's time somewhere. */
    boolean readsTime();
}
