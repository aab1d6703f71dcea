// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.nio.file.Path;

/** A case that is part of an area's trouble is absorbed, or named by it. */
class AreaCaseIT {
    private static final String APPLIED =
            "select coalesce(sum(next_offset), 0) from consumer_offset where topic like"
                    + " '%troubles'";
    private static final String CASES =
            "select scope || ' ' || state || ' ' || (area_case <> '') from cases order by"
                    + " opened_at, scope";

    @TempDir Path directory;

    private DeskBed bed;

    @BeforeEach
    void make() {
        bed = DeskBed.make(directory);
        bed.startDesk();
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void aCaseThatNobodyTookIsAbsorbedWhicheverOfTheTwoIsToldFirst() {
        // one at a time: two keys are two partitions, and those have no order
        tell(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        tell(Troubles.area("M3", 2, TroublePhase.ACTIVE));
        tell(Troubles.claimed("C-1", 3, "M3"));
        // the other way round: the claim is told before the area's case is opened
        tell(Troubles.methane("C-2", 0, 4, TroublePhase.ACTIVE), Troubles.claimed("C-2", 5, "M3"));
        assertThat(bed.texts(CASES))
                .containsExactly(
                        "device:C-1 absorbed true",
                        "drainage_main:M3 opened false",
                        "device:C-2 absorbed true");
        assertThat(bed.texts("select type from case_event where type like '%absorbed'")).hasSize(2);
        assertThat(bed.count("select count(*) from case_decision where body like '%absorbed%'"))
                .isEqualTo(2);
    }

    @Test
    void aCaseWaitsForTheAreasCaseThatIsToldLater() {
        tell(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE), Troubles.claimed("C-1", 2, "M3"));
        assertThat(bed.texts(CASES)).containsExactly("device:C-1 opened false");

        tell(Troubles.area("M3", 3, TroublePhase.ACTIVE));

        assertThat(bed.texts(CASES))
                .containsExactly("device:C-1 absorbed true", "drainage_main:M3 opened false");
    }

    @Test
    void aCaseThatWasDispatchedStaysOpenNamesTheAreasAndLetsGoOfIt() {
        tell(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "update cases set state = 'dispatched', marks ="
                                                + " array['dispatched']"));

        tell(Troubles.area("M3", 2, TroublePhase.ACTIVE), Troubles.claimed("C-1", 3, "M3"));
        assertThat(bed.texts(CASES))
                .containsExactly("device:C-1 dispatched true", "drainage_main:M3 opened false");

        tell(Troubles.methane("C-1", 0, 4, TroublePhase.ACTIVE));
        assertThat(bed.texts(CASES)).contains("device:C-1 dispatched false");
    }

    @Test
    void whatIsPartOfAnotherTroubleOpensNothing() {
        tell(Troubles.claimed("C-1", 1, "M3"));

        assertThat(bed.count("select count(*) from cases")).isZero();
    }

    private long told;

    private void tell(Trouble... troubles) {
        bed.announce(troubles);
        told += troubles.length;
        bed.untilCount(APPLIED, told);
    }
}
