// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.registry.Device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What shall be different about a device: steps from one device value to the next, in the order of
 * the request.
 *
 * @param steps each changes one field and leaves the others
 */
record DevicePatch(List<UnaryOperator<Device>> steps) {
    DevicePatch {
        steps = List.copyOf(steps);
    }

    Device apply(Device device) {
        Device patched = device;
        for (UnaryOperator<Device> step : new ArrayList<>(steps)) {
            patched = step.apply(patched);
        }
        return patched;
    }
}
