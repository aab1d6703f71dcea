// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.Severity;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;

class CorrelatorTest {
    private final Story story = new Story();

    @Nested
    class Alone {
        @Test
        void anAlarmBeginsATrouble() {
            story.alarm(Alarms.methane("a").raised(5));

            assertThat(story.news()).containsExactly("methane active major at 5: a raised");
            assertThat(story.lastTrouble().reason()).isEqualTo("methane-high: It is so.");
            assertThat(story.last().nextDue()).isEqualTo(Instant.MAX);
        }

        @Test
        void aTroubleRecoversWhenItsAlarmClearsAndIsVerifiedAfterTheVerifyTime() {
            Alarms methane = Alarms.methane("a");

            story.alarm(methane.raised(5)).alarm(methane.cleared(60));

            assertThat(story.news()).containsExactly("methane recovered major at 60: a cleared");
            assertThat(story.lastTrouble().reason())
                    .isEqualTo("methane-high: It is so. All alarms are clear.");
            assertThat(story.last().nextDue()).isEqualTo(Alarms.at(660));
            assertThat(story.time(659).news()).isEmpty();
            assertThat(story.time(900).news())
                    .containsExactly("methane clear-verified major at 660: a cleared");
            assertThat(story.lastTrouble().reason())
                    .isEqualTo("All alarms have been clear for 10 min.");
        }

        @Test
        void anotherAlarmDuringTheEpisodeMakesItActiveAgain() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).alarm(methane.cleared(60)).time(700);
            Trouble before = story.lastTrouble();

            story.alarm(Alarms.methane("b").raised(800));

            assertThat(story.news())
                    .containsExactly("methane active major at 800: a cleared, b raised");
            assertThat(story.lastTrouble().id()).isEqualTo(before.id());
            assertThat(story.lastTrouble().reason())
                    .isEqualTo("methane-high: It is so. 1 of 2 alarms are raised.");
        }

        @Test
        void aTroubleWhoseAlarmsAreAllWithdrawnIsWithdrawn() {
            Alarms methane = Alarms.methane("a");

            story.alarm(methane.raised(5)).alarm(methane.withdrawn(60));

            assertThat(story.news()).containsExactly("methane withdrawn major at 60: ");
            assertThat(story.lastTrouble().reason())
                    .isEqualTo("methane-high: It is so. No alarm is left.");
        }

        @Test
        void anOlderSnapshotThatComesLateChangesNothing() {
            Alarms methane = Alarms.methane("a");
            AlarmEvent raised = methane.raised(5);
            AlarmEvent cleared = methane.cleared(60);

            story.alarm(cleared).alarm(raised);

            assertThat(story.news()).isEmpty();
            assertThat(story.last().reason())
                    .isEqualTo("Rev 1 of the alarm is not newer than rev 2.");
        }

        @Test
        void severityFollowsTheRaisedAlarmAndEndsAsTheWorstThereWas() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5));

            assertThat(story.alarm(methane.changed(10, Severity.CRITICAL)).news())
                    .containsExactly("methane active critical at 10: a raised");
            assertThat(story.alarm(methane.changed(20, Severity.MAJOR)).news())
                    .containsExactly("methane active major at 20: a raised");
            assertThat(story.alarm(methane.cleared(30)).news())
                    .containsExactly("methane recovered critical at 30: a cleared");
        }

        @Test
        void revsGrowWithLogTimeAlsoOverEpisodes() {
            story.alarm(Alarms.methane("a").raised(5));
            long first = story.lastTrouble().rev();
            story.closed(6).alarm(Alarms.methane("b").raised(7));

            assertThat(first).isEqualTo(Alarms.at(5).toEpochMilli() * 1024);
            assertThat(story.lastTrouble().rev()).isEqualTo(Alarms.at(7).toEpochMilli() * 1024);
        }
    }

    @Nested
    class Merging {
        @Test
        void displacedAndOpenedOnOneCoverAreOneTroubleOfTheWorstKind() {
            story.alarm(Alarms.displaced("a").raised(5)).alarm(Alarms.opened("b").raised(9));

            assertThat(story.news())
                    .containsExactly("cover-unsafe active critical at 9: a raised, b raised");
            assertThat(story.lastTrouble().title().en()).isEqualTo("cover-opened");
        }

        @Test
        void aSilentCoverJoinsTheOpenTroubleOfThatCover() {
            story.alarm(Alarms.opened("a").raised(5)).alarm(Alarms.silent("s").raised(9));

            assertThat(story.news())
                    .containsExactly("cover-unsafe active critical at 9: a raised, s raised");
        }

        @Test
        void aSilentCoverThatIsOtherwiseFineIsMaintenance() {
            story.alarm(Alarms.silent("s").raised(9));

            assertThat(story.news())
                    .containsExactly("device-maintenance active minor at 9: s raised");
        }

        @Test
        void aLowBatteryDoesNotJoin() {
            story.alarm(Alarms.opened("a").raised(5)).alarm(Alarms.battery("b").raised(9));

            assertThat(story.news())
                    .containsExactly("device-maintenance active minor at 9: b raised");
        }

        @Test
        void aSilentCoverMovesOverWhenItTurnsOutToHaveBeenOpenBefore() {
            Alarms opened = Alarms.opened("a");
            AlarmEvent before = opened.raised(5);
            story.alarm(Alarms.silent("s").raised(9)).alarm(before);

            assertThat(story.news())
                    .containsExactly(
                            "cover-unsafe active critical at 9: a raised, s raised",
                            "device-maintenance withdrawn minor at 9: ");
            assertThat(story.lastTrouble().reason())
                    .isEqualTo(
                            "An alarm now belongs to another trouble, since cover-opened: It is so."
                                    + " No alarm is left.");
        }

        @Test
        void aSilenceThatBeganBeforeTheOpeningStaysMaintenance() {
            story.alarm(Alarms.silent("s").raised(4)).alarm(Alarms.opened("a").raised(5));

            assertThat(story.news()).containsExactly("cover-unsafe active critical at 5: a raised");
        }
    }

    @Nested
    class Decisions {
        @Test
        void endTheEpisodeSoThatOnlyAnotherAlarmBeginsTheNext() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).closed(10);

            assertThat(story.news()).containsExactly("methane ended major at 10: a raised");
            assertThat(story.lastTrouble().reason()).isEqualTo("The desk ended it: closed.");
            assertThat(story.alarm(methane.changed(20, Severity.CRITICAL)).news()).isEmpty();
            assertThat(story.last().reason())
                    .isEqualTo(
                            "The desk ended the trouble of this alarm; only another alarm begins"
                                    + " the next.");
            assertThat(story.alarm(methane.cleared(30)).news()).isEmpty();
            assertThat(story.alarm(Alarms.methane("b").raised(40)).news())
                    .containsExactly("methane active major at 40: b raised");
        }

        @Test
        void onAnotherTroubleAreIgnored() {
            story.alarm(Alarms.methane("a").raised(5));
            CaseDecision old = Story.decisionOn(story.lastTrouble(), 6);
            story.decision(old, 7).alarm(Alarms.methane("b").raised(8)).decision(old, 9);

            assertThat(story.news()).isEmpty();
            assertThat(story.last().reason())
                    .isEqualTo("Trouble " + old.trouble() + " is not open.");
        }

        @Test
        void doNotSpendAnAlarmThatTheDeskHadNotSeen() {
            story.alarm(Alarms.methane("a").raised(5));
            CaseDecision decision = Story.decisionOn(story.lastTrouble(), 6);
            story.alarm(Alarms.methane("b").raised(7)).decision(decision, 8);

            assertThat(story.news())
                    .containsExactly(
                            "methane ended major at 8: a raised",
                            "methane active major at 8: b raised");
            assertThat(story.lastTrouble().id()).isNotEqualTo(decision.trouble());
            assertThat(story.lastTrouble().reason())
                    .isEqualTo("An alarm came after the desk's decision on the trouble before.");
        }

        @Test
        void thatRunAheadOfTheAlarmsAfterARestoreWaitForThem() {
            AlarmEvent first = Alarms.methane("a").raised(5);
            AlarmEvent second = Alarms.methane("b").raised(7);
            story.alarm(first).alarm(second);
            CaseDecision decision = Story.decisionOn(story.lastTrouble(), 8);
            Story restored = new Story();

            restored.decision(decision, 4);
            assertThat(restored.last().reason())
                    .isEqualTo("Held until log time has reached the rev that was decided upon.");
            restored.alarm(first).alarm(second).time(7);

            assertThat(restored.lastTrouble().phase()).isEqualTo(TroublePhase.ENDED);
            assertThat(restored.lastTrouble().members()).hasSize(2);
        }

        @Test
        void onAWithdrawnTroubleEndItAndTheSameAlarmCanBeginAnotherIfItIsRaisedAfterAll() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).alarm(methane.withdrawn(6));
            Trouble first = story.lastTrouble();

            story.closed(7).alarm(methane.raised(8));

            assertThat(story.news()).containsExactly("methane active major at 8: a raised");
            assertThat(story.lastTrouble().id()).isNotEqualTo(first.id());
        }

        @Test
        void aSilenceThatWasPartOfAnEndedTroubleIsSpentWithIt() {
            Alarms silent = Alarms.silent("s");
            story.alarm(Alarms.opened("a").raised(5)).alarm(silent.raised(6)).closed(7);

            assertThat(story.alarm(silent.cleared(8)).news()).isEmpty();
        }
    }

    @Nested
    class Bounds {
        @Test
        void nothingIsKeptOnceAllIsOverAndTheMemoryTimeHasPassed() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).alarm(methane.cleared(10)).closed(11);

            assertThat(story.last().nextDue()).isEqualTo(Alarms.at(11 + 7200));
            assertThat(story.time(11 + 7199).state().isEmpty()).isFalse();
            assertThat(story.time(11 + 7200).state().isEmpty()).isTrue();
            assertThat(CorrelatorStateCodec.encode(story.state())).isEmpty();
        }

        @Test
        void anEndedEpisodeIsRememberedWhileItsAlarmIsRaised() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).closed(11).time(1_000_000);

            assertThat(story.state().isEmpty()).isFalse();
            assertThat(story.alarm(methane.cleared(1_000_001)).news()).isEmpty();
            assertThat(story.time(1_000_001 + 7200).state().isEmpty()).isTrue();
        }

        @Test
        void sixtyFourClearedMembersAreKeptAndTheRestCounted() {
            for (int i = 0; i < Correlator.MAX_MEMBERS; i++) {
                Alarms methane = Alarms.methane("a" + (100 + i));
                story.alarm(methane.raised(i)).alarm(methane.cleared(i));
            }
            assertThat(story.lastTrouble().members()).hasSize(64);
            assertThat(story.lastTrouble().reason()).endsWith(" All alarms are clear.");

            Alarms oneMore = Alarms.methane("z");
            story.alarm(oneMore.raised(64)).alarm(oneMore.cleared(64));

            assertThat(story.lastTrouble().members()).hasSize(64);
            assertThat(story.lastTrouble().members().getFirst().id().value()).isEqualTo("a101");
            assertThat(story.lastTrouble().reason())
                    .isEqualTo(
                            "methane-high: It is so. All alarms are clear. 1 older cleared alarms"
                                    + " are no longer listed.");
        }

        @Test
        void atMost256AlarmsThatAreOverAreRemembered() {
            for (int i = 0; i < Correlator.MAX_REMEMBERED; i++) {
                story.alarm(Alarms.methane("a" + i).withdrawn(i));
            }
            assertThat(story.state().remembered).hasSize(256);
            assertThat(story.state().remembered.keySet()).anyMatch(id -> id.value().equals("a0"));

            story.alarm(Alarms.methane("a256").withdrawn(256));

            assertThat(story.state().remembered).hasSize(256);
            assertThat(story.state().remembered.keySet()).noneMatch(id -> id.value().equals("a0"));
        }

        @Test
        void atMost16DecisionsWaitForTheirTroubles() {
            Trouble trouble = new Story().alarm(Alarms.methane("a").raised(5)).lastTrouble();
            for (int i = 0; i < Correlator.MAX_DECISIONS; i++) {
                story.decision(early(trouble, i), 1);
            }
            assertThat(story.state().decisions).hasSize(16);
            assertThat(story.state().decisions.getFirst().rev()).isEqualTo(trouble.rev());

            story.decision(early(trouble, 16), 1);

            assertThat(story.state().decisions).hasSize(16);
            assertThat(story.state().decisions.getFirst().rev()).isEqualTo(trouble.rev() + 1);
        }

        private static CaseDecision early(Trouble trouble, int revs) {
            return new CaseDecision(
                    trouble.kind(),
                    trouble.scope(),
                    trouble.id(),
                    trouble.rev() + revs,
                    CaseDecision.Outcome.CLOSED,
                    Alarms.at(1));
        }

        @Test
        void theEndOfTimeIsATimeLikeAnyOther() {
            Alarms methane = Alarms.methane("a");
            story.alarm(methane.raised(5)).alarm(methane.cleared(10));

            Correlation end =
                    Correlator.DEFAULT.onTime(story.state(), Instant.ofEpochMilli(Long.MAX_VALUE));

            assertThat(end.effects()).hasSize(1);
            assertThat(end.next().clock).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        }
    }

    @Test
    void aStateOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> CorrelatorStateCodec.decode(new byte[] {3, '{', '}'}))
                .hasMessage(
                        "correlator state of version 3 cannot be read: this program knows versions"
                                + " up to 2; start the program that wrote it, or a newer one");
    }
}
