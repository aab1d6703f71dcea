// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.layout.Field;
import org.lamplighter.yaml.YamlValue;

import java.util.Optional;

/** Knows where the fields of a layout are written, one very field and not one that is alike. */
public interface Places {
    /** Where a field is written, if it is. */
    Optional<YamlValue> findPlace(Field field);
}
