// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import org.lamplighter.log.LaneAccount;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The sums of promise P2 over all lanes, and where they do not hold.
 *
 * @param terms each term by name, in the order they are told
 * @param differences one sentence each; empty if everything adds up
 * @param pending frames and readings that are on their way
 */
record Books(List<Term> terms, List<String> differences, long pending) {
    /** One term of a sum. */
    record Term(String name, long count) {}

    /** Adds the lanes up and compares each lane's witnesses; nothing was ever quarantined. */
    static Books of(List<LaneEvidence> lanes) {
        return of(lanes, List.of());
    }

    /**
     * Adds the lanes up and compares the witnesses. A frame that a replay decoded has moved: the
     * job's account says quarantined for ever, and the quarantine says what became of it since.
     */
    static Books of(List<LaneEvidence> lanes, List<QuarantineEvidence> quarantine) {
        List<String> differences = new ArrayList<>();
        long unkept = 0;
        for (LaneEvidence lane : lanes) {
            compareFrames(lane, differences);
            compareReadings(lane, differences);
        }
        TreeSet<Integer> partitions = new TreeSet<>();
        lanes.forEach(lane -> partitions.add(lane.account().partition()));
        quarantine.forEach(each -> partitions.add(each.partition()));
        for (int partition : partitions) {
            unkept += compareQuarantine(partition, lanes, quarantine, differences);
        }
        long again = quarantine.stream().mapToLong(QuarantineEvidence::decoded).sum();
        long againFresh = quarantine.stream().mapToLong(QuarantineEvidence::fresh).sum();
        long replayed = quarantine.stream().mapToLong(QuarantineEvidence::readings).sum();
        long unseen = sum(lanes, lane -> lane.framesLogged() - lane.framesBeforeAccount());
        long held = sum(lanes, lane -> lane.account().pending());
        long readings = sum(lanes, lane -> lane.account().readings());
        long archived = sum(lanes, LaneEvidence::archived);
        long before = sum(lanes, LaneEvidence::archivedBefore);
        long unarchived = Math.max(0, readings - archived - before);
        List<Term> terms =
                List.of(
                        new Term("frames appended", sum(lanes, LaneEvidence::framesLogged)),
                        new Term(
                                "frames decoded",
                                sum(lanes, lane -> lane.account().decoded()) + again),
                        new Term(
                                "frames quarantined",
                                sum(lanes, lane -> lane.account().quarantined()) - again),
                        new Term("frames pending", unseen + held),
                        new Term(
                                "decoded fresh",
                                sum(lanes, lane -> lane.account().fresh()) + againFresh),
                        new Term(
                                "decoded duplicate",
                                sum(lanes, lane -> lane.account().duplicates())
                                        + (again - againFresh)),
                        new Term("decoded by replay", again),
                        new Term("readings from fresh", readings),
                        new Term("readings archived", archived),
                        new Term("readings archived before", before),
                        new Term("readings pending", unarchived),
                        new Term(
                                "readings replayed",
                                sum(lanes, LaneEvidence::replayed) + replayed));
        return new Books(terms, List.copyOf(differences), unseen + held + unarchived + unkept);
    }

    /** These sums with frames of lanes that no account speaks of yet, which are pending. */
    Books withUnaccounted(long frames) {
        if (frames == 0) {
            return this;
        }
        List<Term> more = new ArrayList<>();
        for (Term term : terms) {
            boolean counts =
                    term.name().equals("frames appended") || term.name().equals("frames pending");
            more.add(counts ? new Term(term.name(), term.count() + frames) : term);
        }
        return new Books(more, differences, pending + frames);
    }

    boolean balanced() {
        return differences.isEmpty() && pending == 0;
    }

    private static void compareFrames(LaneEvidence lane, List<String> differences) {
        var account = lane.account();
        // What retention deleted can no longer be counted, only trusted.
        long missing = lane.framesBeforeAccount() - account.frames();
        if (missing != 0 && !(lane.expired() && missing < 0)) {
            differences.add(
                    "lane "
                            + account.lane()
                            + ": the log holds "
                            + lane.framesBeforeAccount()
                            + " frames before offset "
                            + account.offset()
                            + " of partition "
                            + account.partition()
                            + ", but the job has accounted for "
                            + account.frames());
        }
        long explained = account.decoded() + account.quarantined() + account.pending();
        if (account.frames() != explained) {
            differences.add(
                    "lane "
                            + account.lane()
                            + ": of "
                            + account.frames()
                            + " frames, decoded "
                            + account.decoded()
                            + " + quarantined "
                            + account.quarantined()
                            + " + pending "
                            + account.pending()
                            + " explain "
                            + explained);
        }
        if (account.decoded() != account.fresh() + account.duplicates()) {
            differences.add(
                    "lane "
                            + account.lane()
                            + ": of "
                            + account.decoded()
                            + " decoded frames, fresh "
                            + account.fresh()
                            + " + duplicates "
                            + account.duplicates()
                            + " explain "
                            + (account.fresh() + account.duplicates()));
        }
    }

    private static void compareReadings(LaneEvidence lane, List<String> differences) {
        long stored = lane.archived() + lane.archivedBefore();
        if (stored > lane.account().readings()) {
            differences.add(
                    "lane "
                            + lane.account().lane()
                            + ": the archive holds "
                            + stored
                            + " readings, but only "
                            + lane.account().readings()
                            + " were made");
        }
    }

    /** Returns how many frames are on their way from the topic into the quarantine. */
    private static long compareQuarantine(
            int partition,
            List<LaneEvidence> lanes,
            List<QuarantineEvidence> quarantine,
            List<String> differences) {
        long accounted =
                lanes.stream()
                        .map(LaneEvidence::account)
                        .filter(account -> account.partition() == partition)
                        .mapToLong(LaneAccount::quarantined)
                        .sum();
        long taken = 0;
        for (QuarantineEvidence each : quarantine) {
            if (each.partition() == partition) {
                taken += each.taken();
                if (each.decoded() > each.taken()) {
                    differences.add(
                            "partition "
                                    + partition
                                    + ": replays decoded "
                                    + each.decoded()
                                    + " frames, but only "
                                    + each.taken()
                                    + " were quarantined");
                }
            }
        }
        if (taken > accounted) {
            differences.add(
                    "partition "
                            + partition
                            + ": the quarantine took "
                            + taken
                            + " frames, but the job has accounted for "
                            + accounted);
        }
        return Math.max(0, accounted - taken);
    }

    private static long sum(List<LaneEvidence> lanes, ToLongFunction<LaneEvidence> term) {
        return lanes.stream().mapToLong(term).sum();
    }
}
