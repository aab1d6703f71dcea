// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;

/**
 * A frame that could not be decoded, kept until a mended profile decodes it.
 *
 * @param frame the untouched frame
 * @param fault why it was not decoded
 * @param detail what was found and what was expected; may be empty
 * @param origin where the frame stands in the log
 */
public record QuarantinedFrame(Frame frame, DecodeFault fault, String detail, LogPosition origin) {}
