// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import org.lamplighter.reading.DeviceId;

import java.util.Optional;

/**
 * What a child is called: {@code <parent>.<child>}, where {@code <child>} is letters, digits, _ and
 * -, so that the parent of a child's id is what stands before its last point. An id with a point
 * need not be a child's.
 */
public final class ChildName {
    private ChildName() {}

    /** Whether a child of {@code parent} may be called {@code id}. */
    public static boolean isOf(String parent, String id) {
        int point = parent.length();
        return id.length() > point + 1
                && id.startsWith(parent)
                && id.charAt(point) == '.'
                && id.lastIndexOf('.') == point
                && id.indexOf(':', point) < 0;
    }

    /** The only device that {@code id} can be a child of. */
    public static Optional<String> parentOf(String id) {
        int point = id.lastIndexOf('.');
        return point > 0 && isOf(id.substring(0, point), id)
                ? Optional.of(id.substring(0, point))
                : Optional.empty();
    }

    /** The id of a child, from its name in the frames of its parent. */
    public static String idOf(DeviceId parent, String child) {
        return parent.value() + '.' + child;
    }
}
