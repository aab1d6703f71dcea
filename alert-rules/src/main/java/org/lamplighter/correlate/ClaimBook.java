// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import static java.util.Comparator.comparing;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.trouble.Claimant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who claims which alarms during a step: of at most {@link Correlator#MAX_CLAIMED} alarms, those
 * that are to be forgotten last. Used once, by one thread.
 */
final class ClaimBook {
    private final TreeMap<AlarmId, Claims> claims;

    ClaimBook(SortedMap<AlarmId, Claims> claims) {
        this.claims = new TreeMap<>(claims);
    }

    SortedMap<AlarmId, Claims> all() {
        return claims;
    }

    void apply(Claim claim, Instant now) {
        Claims before = claims.getOrDefault(claim.alarm(), new Claims(new TreeMap<>(), now));
        Claims after = before.after(claim, now.plus(Correlator.REMEMBER_FOR));
        if (after.byPolicy().isEmpty()) {
            claims.remove(claim.alarm());
        } else {
            claims.put(claim.alarm(), after);
        }
        while (claims.size() > Correlator.MAX_CLAIMED) {
            claims.entrySet().stream()
                    .min(comparing(entry -> entry.getValue().until()))
                    .map(Map.Entry::getKey)
                    .ifPresent(claims::remove);
        }
    }

    boolean isClaimed(Member member) {
        return !claimsOn(member).isEmpty();
    }

    /** The claimants of a trouble: none unless each of its raised members is claimed. */
    List<Claimant> claimantsOf(List<Member> members) {
        List<Member> counting = members.stream().filter(Member::isRaised).toList();
        if (counting.isEmpty()) {
            counting = members;
        }
        if (!counting.stream().allMatch(this::isClaimed)) {
            return List.of();
        }
        return counting.stream()
                .flatMap(member -> claimsOn(member).values().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Those on alarms that are members stay. */
    void forgetDue(Instant now, Predicate<AlarmId> isMember) {
        claims.entrySet()
                .removeIf(
                        each ->
                                !isMember.test(each.getKey())
                                        && !each.getValue().until().isAfter(now));
    }

    /** When the next is to be forgotten; {@link Instant#MAX} if none is. */
    Instant nextDue(Predicate<AlarmId> isMember) {
        return claims.entrySet().stream()
                .filter(each -> !isMember.test(each.getKey()))
                .map(each -> each.getValue().until())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private SortedMap<String, Claimant> claimsOn(Member member) {
        Claims found = claims.get(member.alarm().id());
        return found == null ? new TreeMap<>() : found.byPolicy();
    }
}
