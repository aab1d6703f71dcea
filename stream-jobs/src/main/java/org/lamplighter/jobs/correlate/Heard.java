// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Scope;

/**
 * What correlation hears of one scope, on its way to that scope's operator. Immutable; safe to
 * share between threads.
 *
 * @param kind what it is
 * @param scope the scope it concerns: the operators' key
 * @param json the thing itself
 */
public record Heard(Kind kind, String scope, Payload json) {
    /** Flink's type of it. */
    public static final TypeInformation<Heard> TYPE =
            new PlainType<>(Heard.class, new HeardSerializer());

    /** What there is to hear. */
    public enum Kind {
        /** An alarm's snapshot. */
        ALARM,
        /** A policy's claim on an alarm. */
        CLAIM,
        /** Something an area hears of one of its devices. */
        AREA_INPUT,
        /** A decision of the desk. */
        DECISION
    }

    /** Tells a record of {@code alarms}, whose key is the device, to that device. */
    public static Heard ofAlarm(TopicRecord alarm) {
        Scope scope = new Scope.OfDevice(new DeviceId(alarm.key()));
        return new Heard(Kind.ALARM, scope.text(), alarm.value());
    }

    /** Tells a claim to the device of its alarm. */
    public static Heard of(Claim claim) {
        return new Heard(Kind.CLAIM, Correlator.keyOf(claim), Payload.wrap(claim.toJson()));
    }

    /** Tells an area what it has to hear. */
    public static Heard of(AreaInput input) {
        return new Heard(Kind.AREA_INPUT, input.key(), Payload.wrap(input.toJson()));
    }

    /** Tells a scope a record of {@code case-decisions}, whose key is {@code kind|scope}. */
    public static Heard ofDecision(TopicRecord decision) {
        String key = decision.key();
        return new Heard(Kind.DECISION, key.substring(key.indexOf('|') + 1), decision.value());
    }

    /** Whether it concerns a device, not an area. */
    public boolean concernsDevice() {
        return scope.startsWith("device:");
    }

    AlarmEvent alarm() {
        return AlarmCodec.parse(json.toByteArray());
    }

    Claim claim() {
        return Claim.parse(json.toByteArray());
    }

    AreaInput areaInput() {
        return AreaInput.parse(json.toByteArray());
    }

    CaseDecision decision() {
        return CaseDecision.parse(json.toByteArray());
    }
}
