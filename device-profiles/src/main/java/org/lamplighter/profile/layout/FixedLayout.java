// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.List;

/**
 * Fields one after the other, from the first byte.
 *
 * @param fields at least one
 * @param restIgnored whether bytes may follow the last field
 */
public record FixedLayout(List<Field> fields, boolean restIgnored) {
    public FixedLayout {
        fields = List.copyOf(fields);
    }

    /** How many bytes the fields take. */
    public int length() {
        return fields.stream().mapToInt(Field::length).sum();
    }
}
