// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.correlate.area.AreaInput;
import org.lamplighter.log.Header;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.QuarantineRecords;
import org.lamplighter.log.QuarantinedFrame;
import org.lamplighter.log.ReadingCodec;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;

import java.util.ArrayList;
import java.util.List;

/** Puts what one record brought out into the topics' forms. For one record, on one thread. */
final class LaneEmitter {
    private final LogItem cause;
    private final LaneOutput output;
    private int readings;

    LaneEmitter(LogItem cause, LaneOutput output) {
        this.cause = cause;
        this.output = output;
    }

    /** A reading that a frame of {@code sender} gave: of that device or of a child of it. */
    void reading(LoggedReading reading, DeviceId sender) {
        EmissionOrder order = new EmissionOrder(cause.offset(), readings++);
        put(
                Topic.READINGS,
                reading.reading().device().value(),
                Payload.wrap(ReadingCodec.encode(reading)),
                order.headersFor(reading, sender));
    }

    void alarm(AlarmEvent alarm) {
        put(
                Topic.ALARMS,
                alarm.device().value(),
                Payload.wrap(AlarmCodec.toJson(alarm)),
                List.of());
    }

    void tell(AreaInput input) {
        output.tell(input);
    }

    void quarantined(Frame frame, LogPosition origin, DecodeFault fault, String detail) {
        put(
                Topic.QUARANTINE,
                frame.device().value(),
                frame.payload(),
                QuarantineRecords.headersOf(new QuarantinedFrame(frame, fault, detail, origin)));
    }

    /** A record that is no frame, as it was read. */
    void quarantinedForeign(LogItem item, String detail) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(QuarantineRecords.REASON, LaneNotice.FOREIGN_RECORD.name()));
        headers.add(new Header(QuarantineRecords.DETAIL, detail));
        headers.add(
                new Header(QuarantineRecords.ORIGIN_PARTITION, Integer.toString(item.partition())));
        headers.add(new Header(QuarantineRecords.ORIGIN_OFFSET, Long.toString(item.offset())));
        headers.add(new Header(QuarantineRecords.ORIGIN_LOG_TIME, item.logTime().toString()));
        put(Topic.QUARANTINE, item.key(), item.value(), headers);
        notice(LaneNotice.FOREIGN_RECORD, 1, detail);
    }

    void account(LaneAccount account) {
        output.put(
                TopicRecord.byKey(
                        Topic.ACCOUNTS,
                        Integer.toString(account.lane()),
                        Payload.wrap(account.toJson())));
    }

    void notice(LaneNotice notice, int count, String detail) {
        if (count > 0) {
            String where = "partition " + cause.partition() + " offset " + cause.offset();
            output.notice(notice, count, detail.isEmpty() ? where : where + ": " + detail);
        }
    }

    private void put(Topic topic, String key, Payload value, List<Header> headers) {
        output.put(new TopicRecord(topic, cause.partition(), key, value, headers));
    }
}
