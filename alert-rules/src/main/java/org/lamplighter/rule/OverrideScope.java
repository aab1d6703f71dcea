// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.registry.Device;

import java.util.List;

/**
 * For which devices an override of a parameter holds. Where several match, the higher {@link #rank}
 * wins; among equals the first by {@link #text}.
 */
public sealed interface OverrideScope {
    /** The attributes that name an area a device stands in. */
    List<String> AREA_ATTRIBUTES =
            List.of(
                    "district",
                    "grid",
                    "road",
                    "lot",
                    "drainage_main",
                    "feeder",
                    "cabinet",
                    "concentrator");

    /**
     * As written in requests and shown beside a value: {@code all}, {@code profile:P}, {@code
     * tag:T} and so on.
     */
    String text();

    /**
     * 1 for all, 2 for a profile, 3 for an area or tag, 4 for a device; a rule's own default is 0.
     */
    int rank();

    /** Whether {@code device} is within this scope. */
    boolean covers(Device device);

    /**
     * Whether it can be told of an area as such, whose devices have {@code attribute} in common:
     * for what is decided for an area as a whole.
     */
    default boolean fits(String attribute) {
        return switch (this) {
            case All all -> true;
            case OfArea area -> {
                int equals = area.area().indexOf('=');
                yield equals > 0
                        ? area.area().substring(0, equals).equals(attribute)
                        : AREA_ATTRIBUTES.contains(attribute);
            }
            case OfProfile profile -> false;
            case OfTag tag -> false;
            case OfDevice device -> false;
        };
    }

    /**
     * Whether the area of this value of an attribute that it {@link #fits} is within this scope.
     */
    default boolean coversArea(String attribute, String value) {
        return switch (this) {
            case OfArea area ->
                    fits(attribute)
                            && (area.area().equals(value)
                                    || area.area().equals(attribute + "=" + value));
            case All all -> true;
            case OfProfile profile -> false;
            case OfTag tag -> false;
            case OfDevice device -> false;
        };
    }

    /** Every device. */
    record All() implements OverrideScope {
        @Override
        public String text() {
            return "all";
        }

        @Override
        public int rank() {
            return 1;
        }

        @Override
        public boolean covers(Device device) {
            return true;
        }
    }

    /** The devices of one profile. */
    record OfProfile(String profile) implements OverrideScope {
        @Override
        public String text() {
            return "profile:" + profile;
        }

        @Override
        public int rank() {
            return 2;
        }

        @Override
        public boolean covers(Device device) {
            return device.profile().equals(profile);
        }
    }

    /** The devices that carry a tag. */
    record OfTag(String tag) implements OverrideScope {
        @Override
        public String text() {
            return "tag:" + tag;
        }

        @Override
        public int rank() {
            return 3;
        }

        @Override
        public boolean covers(Device device) {
            return device.tags().contains(tag);
        }
    }

    /**
     * The devices of an area.
     *
     * @param area the value of one of {@link #AREA_ATTRIBUTES}, or {@code attribute=value} for any
     *     attribute
     */
    record OfArea(String area) implements OverrideScope {
        @Override
        public String text() {
            return "area:" + area;
        }

        @Override
        public int rank() {
            return 3;
        }

        @Override
        public boolean covers(Device device) {
            int equals = area.indexOf('=');
            if (equals > 0) {
                return area.substring(equals + 1)
                        .equals(device.attributes().get(area.substring(0, equals)));
            }
            return AREA_ATTRIBUTES.stream()
                    .anyMatch(name -> area.equals(device.attributes().get(name)));
        }
    }

    /** One device. */
    record OfDevice(String device) implements OverrideScope {
        @Override
        public String text() {
            return "device:" + device;
        }

        @Override
        public int rank() {
            return 4;
        }

        @Override
        public boolean covers(Device other) {
            return other.id().value().equals(device);
        }
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none; the message says what may stand there
     */
    static OverrideScope parse(String text) {
        if (text.equals("all")) {
            return new All();
        }
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        if (colon > 0 && !value.isEmpty()) {
            switch (text.substring(0, colon)) {
                case "profile" -> {
                    return new OfProfile(value);
                }
                case "tag" -> {
                    return new OfTag(value);
                }
                case "area" -> {
                    return new OfArea(value);
                }
                case "device" -> {
                    return new OfDevice(value);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException(
                "override scope \""
                        + text
                        + "\" is none of all, profile:<profile>, tag:<tag>, area:<area>,"
                        + " device:<device>");
    }
}
