// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import org.lamplighter.desk.dispatch.egress.AddressRange;
import org.lamplighter.desk.dispatch.egress.NameResolver;

import java.time.Duration;
import java.util.List;

/**
 * What dispatch is told.
 *
 * @param allowAddresses blocks that targets may have although they are not public
 * @param allowLoopback whether targets may be on this machine: while the desk listens on loopback
 *     only
 * @param timeout of one request
 * @param schedule of tries
 * @param resolver finds a target's addresses
 */
public record DispatchConfig(
        List<AddressRange> allowAddresses,
        boolean allowLoopback,
        Duration timeout,
        RetrySchedule schedule,
        NameResolver resolver) {
    /** How long one request may take in all. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

    public DispatchConfig {
        allowAddresses = List.copyOf(allowAddresses);
    }

    /** The usual timeout, tries and resolver. */
    public static DispatchConfig of(List<AddressRange> allowAddresses, boolean allowLoopback) {
        return new DispatchConfig(
                allowAddresses,
                allowLoopback,
                DEFAULT_TIMEOUT,
                RetrySchedule.DEFAULT,
                NameResolver.SYSTEM);
    }
}
