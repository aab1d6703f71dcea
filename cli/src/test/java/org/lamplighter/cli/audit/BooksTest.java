// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.LaneAccount;

import java.util.List;

final class BooksTest {
    @Test
    void balancesWhenEveryFrameAndReadingIsExplained() {
        Books books =
                Books.of(
                        List.of(lane(10, 10, account(10, 8, 2, 0, 7, 1, 7), false, 6, 1)),
                        List.of(new QuarantineEvidence(0, 2, 0, 0, 0)));

        assertThat(books.balanced()).isTrue();
        assertThat(books.terms())
                .containsExactly(
                        new Books.Term("frames appended", 10),
                        new Books.Term("frames decoded", 8),
                        new Books.Term("frames quarantined", 2),
                        new Books.Term("frames pending", 0),
                        new Books.Term("decoded fresh", 7),
                        new Books.Term("decoded duplicate", 1),
                        new Books.Term("decoded by replay", 0),
                        new Books.Term("readings from fresh", 7),
                        new Books.Term("readings archived", 6),
                        new Books.Term("readings archived before", 1),
                        new Books.Term("readings pending", 0),
                        new Books.Term("readings replayed", 0));
    }

    @Test
    void callsWhatIsOnItsWayPendingAndNotADifference() {
        Books books = Books.of(List.of(lane(12, 10, account(10, 9, 0, 1, 9, 0, 9), false, 5, 0)));

        assertThat(books.differences()).isEmpty();
        assertThat(books.pending()).isEqualTo(2 + 1 + 4);
        assertThat(books.balanced()).isFalse();
    }

    @Test
    void tellsAFrameThatTheJobHasNotAccountedFor() {
        Books books =
                Books.of(List.of(lane(11, 11, account(10, 10, 0, 0, 10, 0, 10), false, 10, 0)));

        assertThat(books.differences())
                .containsExactly(
                        "lane 3: the log holds 11 frames before offset 99 of partition 0, but the"
                                + " job has accounted for 10");
    }

    @Test
    void trustsTheAccountForWhatRetentionHasDeletedButNotForMore() {
        Books deleted =
                Books.of(List.of(lane(4, 4, account(10, 10, 0, 0, 10, 0, 10), true, 10, 0)));
        Books invented =
                Books.of(List.of(lane(12, 12, account(10, 10, 0, 0, 10, 0, 10), true, 10, 0)));

        assertThat(deleted.balanced()).isTrue();
        assertThat(invented.differences()).hasSize(1);
    }

    @Test
    void tellsAReadingThatNobodyMade() {
        Books books =
                Books.of(List.of(lane(10, 10, account(10, 10, 0, 0, 10, 0, 10), false, 9, 2)));

        assertThat(books.differences())
                .containsExactly("lane 3: the archive holds 11 readings, but only 10 were made");
    }

    @Test
    void tellsAnAccountThatDoesNotExplainItself() {
        Books books = Books.of(List.of(lane(10, 10, account(10, 7, 2, 0, 5, 1, 5), false, 5, 0)));

        assertThat(books.differences())
                .containsExactly(
                        "lane 3: of 10 frames, decoded 7 + quarantined 2 + pending 0 explain 9",
                        "lane 3: of 7 decoded frames, fresh 5 + duplicates 1 explain 6");
    }

    @Test
    void movesAFrameThatAReplayDecodedFromQuarantinedToDecoded() {
        Books books =
                Books.of(
                        List.of(lane(10, 10, account(10, 5, 5, 0, 5, 0, 5), false, 5, 0)),
                        List.of(new QuarantineEvidence(0, 5, 2, 1, 4)));

        assertThat(books.balanced()).isTrue();
        assertThat(books.terms())
                .contains(
                        new Books.Term("frames decoded", 8),
                        new Books.Term("frames quarantined", 2),
                        new Books.Term("decoded fresh", 7),
                        new Books.Term("decoded duplicate", 1),
                        new Books.Term("decoded by replay", 3),
                        new Books.Term("readings from fresh", 5),
                        new Books.Term("readings replayed", 4));
    }

    @Test
    void waitsForFramesOnTheirWayIntoTheQuarantineAndTellsThoseThatNobodyPutThere() {
        LaneEvidence lane = lane(10, 10, account(10, 8, 2, 0, 8, 0, 8), false, 8, 0);
        Books early = Books.of(List.of(lane), List.of(new QuarantineEvidence(0, 1, 0, 0, 0)));
        Books invented = Books.of(List.of(lane), List.of(new QuarantineEvidence(0, 3, 4, 0, 4)));

        assertThat(early.differences()).isEmpty();
        assertThat(early.pending()).isEqualTo(1);
        assertThat(invented.differences())
                .containsExactly(
                        "partition 0: replays decoded 4 frames, but only 3 were quarantined",
                        "partition 0: the quarantine took 3 frames, but the job has accounted for"
                                + " 2");
    }

    private static LaneEvidence lane(
            long logged,
            long before,
            LaneAccount account,
            boolean expired,
            long archived,
            long archivedBefore) {
        return new LaneEvidence(account, logged, before, expired, archived, archivedBefore, 0);
    }

    private static LaneAccount account(
            long frames,
            long decoded,
            long quarantined,
            long pending,
            long fresh,
            long duplicates,
            long readings) {
        return new LaneAccount(
                3, 0, 99, frames, decoded, quarantined, pending, fresh, duplicates, readings, 0, 0);
    }
}
