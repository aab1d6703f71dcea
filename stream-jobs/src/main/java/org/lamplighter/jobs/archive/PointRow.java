// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.reading.PointValue;

/**
 * A row of {@code point_value}.
 *
 * @param entry which reading of the batch it comes from
 * @param device the device's number
 * @param point the point's number
 * @param micros event time, microseconds since 1970
 * @param sequence tells two of one time apart
 * @param logMicros log time, microseconds since 1970
 * @param logPartition where its frame stands
 * @param logOffset where its frame stands
 * @param value the value
 * @param quality the bits of {@code Quality}
 */
record PointRow(
        int entry,
        int device,
        int point,
        long micros,
        int sequence,
        long logMicros,
        int logPartition,
        long logOffset,
        PointValue value,
        int quality) {}
