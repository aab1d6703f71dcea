// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.yaml;

/**
 * A place in a source.
 *
 * @param line from 0
 * @param column from 0, in code points
 * @param length how many code points are meant, at least 1
 */
record Place(int line, int column, int length) {
    static final Place START = new Place(0, 0, 1);
}
