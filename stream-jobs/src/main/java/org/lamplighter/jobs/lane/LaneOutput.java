// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.correlate.area.AreaInput;

/** Takes what a lane puts out. For one thread. */
public interface LaneOutput {
    /** A record for a topic, in the lane's order. */
    void put(TopicRecord record);

    /** Something that an area is to hear of, in the lane's order. */
    void tell(AreaInput input);

    /**
     * Something to count.
     *
     * @param count how many times it happened
     * @param detail where and what, without payloads; may be empty
     */
    void notice(LaneNotice notice, int count, String detail);
}
