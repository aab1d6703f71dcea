// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cloudevent;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * One event in the JSON format of CloudEvents 1.0 (structured mode), with the members in a fixed
 * order.
 *
 * <p>A value, as long as nobody changes {@code data} after handing it over.
 *
 * @param id unique within {@code source} and stable over repetitions
 * @param source who says it, such as {@code /jobs}
 * @param type what happened, such as {@code org.lamplighter.alarm.raised}
 * @param subject what it happened to
 * @param time when it happened
 * @param data the facts
 */
public record CloudEvent(
        String id, String source, String type, String subject, Instant time, ObjectNode data) {
    private static final String VERSION = "1.0";

    /** The event as UTF-8 JSON; equal events give equal bytes. */
    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.put("specversion", VERSION);
        node.put("id", id);
        node.put("source", source);
        node.put("type", type);
        node.put("subject", subject);
        node.put("time", time.toString());
        node.put("datacontenttype", "application/json");
        node.set("data", data);
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no such event; the message names the member
     */
    public static CloudEvent parse(byte[] json) {
        Members members = Members.parse(json, "CloudEvent");
        String version = members.text("specversion");
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException(
                    "CloudEvent.specversion must be \"1.0\", not \"" + version + "\"");
        }
        return new CloudEvent(
                members.text("id"),
                members.text("source"),
                members.text("type"),
                members.text("subject"),
                members.instant("time"),
                members.object("data").node());
    }
}
