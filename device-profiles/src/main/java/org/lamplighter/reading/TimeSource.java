// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/** Which clock a reading's event time was taken from. */
public enum TimeSource {
    /** The device's own clock, within its tolerance. */
    DEVICE,
    /** The operator platform that forwarded the frame. */
    PLATFORM,
    /** The gateway's clock when the frame arrived. */
    RECEIVED
}
