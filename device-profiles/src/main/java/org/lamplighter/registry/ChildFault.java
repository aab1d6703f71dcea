// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import org.lamplighter.reading.DeviceId;

import java.util.Collection;
import java.util.Optional;

/**
 * What is wrong with a new child, as far as it can be told without the registry.
 *
 * @param member which member or column has it
 * @param rule what is right, with what is there
 * @param hint what to do
 */
public record ChildFault(String member, String rule, String hint) {
    /**
     * The first fault.
     *
     * @param parent the id that is given as its parent's
     * @param id its own
     * @param given the members that have a value
     */
    public static Optional<ChildFault> find(String parent, String id, Collection<String> given) {
        if (!DeviceId.isValid(parent)) {
            return Optional.of(
                    new ChildFault(
                            "parent",
                            "a parent must be the id of a device, but is " + quoted(parent),
                            "name the device whose frames tell of this one"));
        }
        if (!ChildName.isOf(parent, id)) {
            return Optional.of(
                    new ChildFault(
                            "id",
                            "a child of "
                                    + quoted(parent)
                                    + " must be called by that id, a point and letters, digits, _"
                                    + " or -, but is called "
                                    + quoted(id),
                            "call it as its parent's frames do, such as " + shown(parent) + ".1"));
        }
        for (String secret : new String[] {"token", "psk"}) {
            if (given.contains(secret)) {
                return Optional.of(
                        new ChildFault(
                                secret,
                                "a child never connects itself and has no " + secret,
                                "leave it out"));
            }
        }
        return Optional.empty();
    }

    private static String quoted(String text) {
        return '"' + shown(text).replaceAll("\\p{Cntrl}", "?") + '"';
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
