// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import org.lamplighter.reading.PointName;

/**
 * A point that has a canonical name.
 *
 * @param group what it belongs to, a heading
 * @param english what it is
 * @param chinese what it is
 * @param lwm2m object and resource of the OMA registry, such as {@code 3429/1}; empty if none
 */
public record KnownPoint(
        String group,
        PointName name,
        Measured measured,
        String english,
        String chinese,
        String lwm2m) {}
