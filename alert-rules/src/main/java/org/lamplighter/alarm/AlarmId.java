// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import org.lamplighter.reading.DeviceId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The identity of an alarm: a hash of its rule, its device, the log time of its first announcement
 * and which one in that millisecond it was. Late data can move none of these, and a restart makes
 * the same id again.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record AlarmId(String value) implements Comparable<AlarmId> {
    /**
     * The id of the {@code nth} (from 0) alarm of a rule on a device first announced at {@code
     * announcedAt}.
     */
    public static AlarmId of(RuleId rule, DeviceId device, Instant announcedAt, int nth) {
        String text =
                rule.value()
                        + '\n'
                        + device.value()
                        + '\n'
                        + announcedAt.toEpochMilli()
                        + '\n'
                        + nth;
        return new AlarmId(hash(text));
    }

    /** The first 128 bits of the SHA-256 of {@code text} in hexadecimal. */
    public static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(AlarmId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
