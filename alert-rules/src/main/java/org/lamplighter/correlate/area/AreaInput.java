// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.trouble.Scope;

import java.time.Instant;

/**
 * What an area hears of one of its devices.
 *
 * @param policy the policy that concerns the two, as in force at that place in the log
 * @param area the area
 * @param news what there is to hear
 * @param at the log time
 */
public record AreaInput(AreaPolicy policy, Scope.OfArea area, News news, Instant at) {
    /** What an area hears. */
    public sealed interface News {
        /** The device. */
        DeviceId device();

        /** A snapshot of an alarm that the policy counts or hides. */
        record OfMember(AlarmEvent alarm) implements News {
            @Override
            public DeviceId device() {
                return alarm.device();
            }
        }

        /** A snapshot of an alarm that hides others. */
        record OfSource(AlarmEvent alarm) implements News {
            @Override
            public DeviceId device() {
                return alarm.device();
            }
        }

        /** The device is of this area. */
        record Joined(DeviceId device) implements News {}

        /** The policy is another than it was, which each device of this area tells. */
        record Changed(DeviceId device) implements News {}

        /** The device is of this area no longer. */
        record Left(DeviceId device) implements News {}
    }

    /** The key under which it is correlated: the area's text. */
    public String key() {
        return area.text();
    }

    /** The input as UTF-8 JSON; equal inputs give equal bytes. */
    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.set("policy", AreaPolicyCodec.toNode(policy));
        node.put("area", area.text());
        node.put("at", at.toString());
        switch (news) {
            case News.OfMember(AlarmEvent alarm) -> node.set("member", AlarmCodec.toData(alarm));
            case News.OfSource(AlarmEvent alarm) -> node.set("source", AlarmCodec.toData(alarm));
            case News.Joined(DeviceId device) -> node.put("joined", device.value());
            case News.Changed(DeviceId device) -> node.put("changed", device.value());
            case News.Left(DeviceId device) -> node.put("left", device.value());
        }
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no such input; the message names the member
     */
    public static AreaInput parse(byte[] json) {
        Members node = Members.parse(json, "area input");
        return new AreaInput(
                AreaPolicyCodec.parse(node.object("policy")),
                node.parsed("area", AreaInput::area),
                news(node),
                node.instant("at"));
    }

    private static News news(Members node) {
        if (node.has("member")) {
            return new News.OfMember(AlarmCodec.parseData(node.object("member")));
        }
        if (node.has("source")) {
            return new News.OfSource(AlarmCodec.parseData(node.object("source")));
        }
        if (node.has("changed")) {
            return new News.Changed(node.parsed("changed", DeviceId::new));
        }
        return node.has("joined")
                ? new News.Joined(node.parsed("joined", DeviceId::new))
                : new News.Left(node.parsed("left", DeviceId::new));
    }

    static Scope.OfArea area(String text) {
        return switch (Scope.parse(text)) {
            case Scope.OfArea area -> area;
            case Scope.OfDevice device ->
                    throw new IllegalArgumentException(
                            "scope \"" + text + "\" is a device and no area");
        };
    }
}
