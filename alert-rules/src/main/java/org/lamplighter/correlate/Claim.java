// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.trouble.Claimant;

import java.time.Instant;

/**
 * What a policy of an area says of one alarm: while its claim stands, the alarm makes no case of
 * its own. Of one policy and alarm the latest counts.
 *
 * @param alarm the alarm
 * @param device its device
 * @param policy the policy that claims it
 * @param by the trouble it belongs to
 * @param stands whether the claim stands; if not, it was given up
 * @param at the log time of the decision
 * @param reason why, in one English sentence
 */
public record Claim(
        AlarmId alarm,
        DeviceId device,
        String policy,
        Claimant by,
        boolean stands,
        Instant at,
        String reason) {
    /** The claim as UTF-8 JSON; equal claims give equal bytes. */
    public byte[] toJson() {
        ObjectNode node = Json.object();
        node.put("alarm", alarm.value());
        node.put("device", device.value());
        node.put("policy", policy);
        node.put("by", by.text());
        node.put("stands", stands);
        node.put("at", at.toString());
        node.put("reason", reason);
        return Json.bytes(node);
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no claim; the message names the member
     */
    public static Claim parse(byte[] json) {
        Members node = Members.parse(json, "claim");
        return new Claim(
                new AlarmId(node.text("alarm")),
                node.parsed("device", DeviceId::new),
                node.text("policy"),
                node.parsed("by", Claimant::parse),
                node.flag("stands"),
                node.instant("at"),
                node.text("reason"));
    }
}
