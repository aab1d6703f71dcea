// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

/**
 * Which devices to list.
 *
 * @param after those whose id comes after this; empty for all
 * @param profile those of this profile; empty for all
 * @param tag those with this tag; empty for all
 * @param parent the children of this device; empty for all
 */
record DeviceFilter(String after, String profile, String tag, String parent) {}
