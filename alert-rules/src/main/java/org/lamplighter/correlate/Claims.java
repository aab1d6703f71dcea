// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.trouble.Claimant;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who claims an alarm.
 *
 * @param byPolicy the claims that stand, by policy
 * @param until when they may be forgotten, unless the alarm is a member by then
 */
record Claims(SortedMap<String, Claimant> byPolicy, Instant until) {
    Claims {
        byPolicy = Collections.unmodifiableSortedMap(new TreeMap<>(byPolicy));
    }

    Claims after(Claim claim, Instant forgetAt) {
        TreeMap<String, Claimant> next = new TreeMap<>(byPolicy);
        if (claim.stands()) {
            next.put(claim.policy(), claim.by());
        } else {
            next.remove(claim.policy());
        }
        return new Claims(next, forgetAt);
    }
}
