// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import org.lamplighter.reading.DeviceId;

/** What a trouble is about. */
public sealed interface Scope {
    /** As written everywhere: {@code device:C-17} or {@code drainage_main:M3}. */
    String text();

    /** One device. */
    record OfDevice(DeviceId device) implements Scope {
        @Override
        public String text() {
            return "device:" + device.value();
        }
    }

    /**
     * All devices that share an attribute.
     *
     * @param attribute such as {@code drainage_main} or {@code feeder}
     * @param value the shared value
     */
    record OfArea(String attribute, String value) implements Scope {
        @Override
        public String text() {
            return attribute + ":" + value;
        }
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if there is no colon or the device id is none
     */
    static Scope parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "scope \"" + text + "\" is not device:<id> or <attribute>:<value>");
        }
        String kind = text.substring(0, colon);
        String value = text.substring(colon + 1);
        return kind.equals("device") ? new OfDevice(new DeviceId(value)) : new OfArea(kind, value);
    }
}
