// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What becomes of many alarms of one area, with the shipped rules. */
class AreaStoryTest {
    private final City city = new City();

    @Test
    void aStormOfFourHundredCoversOfOneMainEndsAsOneOpenCase() {
        for (int i = 0; i < 400; i++) {
            city.cover("C-" + i, "M3");
        }
        for (int i = 0; i < 400; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        city.until(7_200);

        assertThat(city.standing()).hasSize(1);
        assertThat(city.standing().first()).startsWith("area-overflow drainage_main:M3: [C-0, ");
        List<String> news = city.news();
        assertThat(news.getFirst()).isEqualTo("area-overflow drainage_main:M3 opened: 5");
        assertThat(news.getLast()).isEqualTo("area-overflow drainage_main:M3 updated: 400");
        assertThat(news).hasSize(15);
    }

    @Test
    void fourCoversWithinTenMinutesAreFourCasesAfterTheGroupWait() {
        covers(4);
        for (int i = 0; i < 4; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        assertThat(city.until(29).news()).isEmpty();

        assertThat(city.until(33).news())
                .containsExactly(
                        "sewer-overflow device:C-0 opened: 1",
                        "sewer-overflow device:C-1 opened: 1",
                        "sewer-overflow device:C-2 opened: 1",
                        "sewer-overflow device:C-3 opened: 1");
    }

    @Test
    void aFifthCoverAfterTheOthersHaveCasesAbsorbsThem() {
        covers(5);
        for (int i = 0; i < 4; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        city.until(300).news();

        city.tell(city.raised("C-4", "sewer-overflow", 300));

        assertThat(city.news())
                .containsExactlyInAnyOrder(
                        "area-overflow drainage_main:M3 opened: 5",
                        "sewer-overflow device:C-0 absorbed: 1",
                        "sewer-overflow device:C-1 absorbed: 1",
                        "sewer-overflow device:C-2 absorbed: 1",
                        "sewer-overflow device:C-3 absorbed: 1");
        assertThat(city.until(10_000).news()).isEmpty();
    }

    @Test
    void whatJoinsLateIsToldWithTheOthersThatDoAndHasNoCaseOfItsOwn() {
        covers(8);
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        city.news();
        for (int i = 5; i < 8; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", 3_600 + i));
        }

        assertThat(city.until(3_700).news())
                .containsExactly(
                        "area-overflow drainage_main:M3 updated: 6",
                        "area-overflow drainage_main:M3 updated: 8");
    }

    @Test
    void theAreaRecoversWhenTheLastOfItsAlarmsHasCleared() {
        covers(5);
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        for (int i = 0; i < 4; i++) {
            city.tell(city.cleared("C-" + i, "sewer-overflow", i, 1_000 + i));
        }
        city.until(2_000).news();

        city.tell(city.cleared("C-4", "sewer-overflow", 4, 2_000));

        assertThat(city.news()).containsExactly("area-overflow drainage_main:M3 recovered: 5");
    }

    @Test
    void lateDataThatTakesTheFifthAwayGivesTheOthersTheirCasesBack() {
        covers(5);
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }
        city.until(100).news();

        city.tell(city.withdrawn("C-4", "sewer-overflow", 4, 100));

        assertThat(city.news())
                .contains("area-overflow drainage_main:M3 withdrawn: 5")
                .contains("sewer-overflow device:C-0 opened: 1");
        assertThat(city.standing())
                .containsExactly(
                        "sewer-overflow device:C-0: [C-0]",
                        "sewer-overflow device:C-1: [C-1]",
                        "sewer-overflow device:C-2: [C-2]",
                        "sewer-overflow device:C-3: [C-3]");
    }

    @Test
    void fiveCoversOfTwoMainsAreFiveCases() {
        city.cover("C-0", "M3").cover("C-1", "M3").cover("C-2", "M3");
        city.cover("C-3", "M4").cover("C-4", "M4");
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i));
        }

        assertThat(city.until(60).standing()).hasSize(5);
    }

    @Test
    void fiveCoversOverMoreThanTenMinutesAreFiveCases() {
        covers(5);
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-" + i, "sewer-overflow", i * 151L));
        }

        assertThat(city.until(700).standing()).hasSize(5);
    }

    @Test
    void fiveAlarmsOfOneCoverAreNotFiveCovers() {
        covers(1);
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("C-0", "sewer-overflow", i * 10L));
            city.tell(city.cleared("C-0", "sewer-overflow", i * 10L, i * 10L + 5));
        }

        assertThat(city.until(700).standing()).hasSize(1);
    }

    @Test
    void sixtyPercentOfAFeedersLampsAreAnOutageAndOneLessAreNot() {
        for (int i = 0; i < 10; i++) {
            city.lamp("L-" + i, "F1", "");
            city.lamp("K-" + i, "F2", "");
        }
        for (int i = 0; i < 6; i++) {
            city.tell(city.raised("L-" + i, "lamp-out", i));
        }
        for (int i = 0; i < 5; i++) {
            city.tell(city.raised("K-" + i, "lamp-out", 10 + i));
        }

        assertThat(city.until(600).standing())
                .hasSize(6)
                .contains("feeder-outage feeder:F1: [L-0, L-1, L-2, L-3, L-4, L-5]")
                .contains("lamp-fault device:K-0: [K-0]");
    }

    @Test
    void fourLampsAreNoOutageHoweverSmallTheFeeder() {
        for (int i = 0; i < 4; i++) {
            city.lamp("L-" + i, "F1", "");
        }
        for (int i = 0; i < 4; i++) {
            city.tell(city.raised("L-" + i, "lamp-out", i));
        }

        assertThat(city.until(600).standing()).hasSize(4);
    }

    @Test
    void aCabinetThatIsDownHidesItsLampsUntilTheyHadTimeToReport() {
        city.cabinet("B-1");
        for (int i = 0; i < 3; i++) {
            city.lamp("L-" + i, "F1", "B-1").lamp("K-" + i, "F1", "B-2");
        }
        city.tell(city.raised("B-1", "cabinet-silent", 0));
        for (int i = 0; i < 3; i++) {
            city.tell(city.raised("L-" + i, "lamp-silent", 3_600 + i));
        }
        city.tell(city.raised("K-0", "lamp-silent", 3_610));
        assertThat(city.until(4_000).standing())
                .containsExactly(
                        "device-maintenance device:B-1: [B-1]",
                        "device-maintenance device:K-0: [K-0]");
        city.news();

        city.tell(city.cleared("B-1", "cabinet-silent", 0, 5_000));
        city.tell(city.cleared("L-0", "lamp-silent", 3_600, 5_100));
        city.tell(city.cleared("L-1", "lamp-silent", 3_601, 5_200));

        assertThat(city.until(5_000 + 70 * 60 - 1).news())
                .containsExactly("device-maintenance device:B-1 recovered: 1");
        assertThat(city.until(5_000 + 70 * 60).news())
                .containsExactly("device-maintenance device:L-2 opened: 1");
        assertThat(city.until(40_000).news()).isEmpty();
    }

    @Test
    void lampsThatWereDarkLongBeforeTheirCabinetKeepTheirCases() {
        city.cabinet("B-1").lamp("L-0", "F1", "B-1").lamp("L-1", "F1", "B-1");
        city.tell(city.raised("L-0", "lamp-out", 0));
        city.tell(city.raised("L-1", "lamp-out", 3_500));
        city.until(4_000).news();

        city.tell(city.raised("B-1", "cabinet-dark", 7_000));

        assertThat(city.news())
                .containsExactly(
                        "cabinet-fault device:B-1 opened: 1", "lamp-fault device:L-1 absorbed: 1");
    }

    private void covers(int count) {
        for (int i = 0; i < count; i++) {
            city.cover("C-" + i, "M3");
        }
    }
}
