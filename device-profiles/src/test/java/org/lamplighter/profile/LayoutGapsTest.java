// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.yaml.Issue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a layout says that can never be, or twice, or for nothing. */
class LayoutGapsTest {
    private static final String LEVEL = "{ type: u16, point: level }";
    private static final String BATTERY = "{ type: u8, point: battery }";

    @Nested
    class Tags {
        @Test
        void thatNameThemselvesAreACycle() {
            assertThat(
                            issues(
                                    "fields: [ { tlv: { key: u8, tags: f } } ], tags: { f: { '01':"
                                            + " [ { tlv: { key: u8, tags: f } } ] } }"))
                    .containsExactly("LAYOUT_CYCLE the tags \"f\" stand within themselves");
        }

        @Test
        void thatNameEachOtherAreACycle() {
            assertThat(
                            issues(
                                    "fields: [ { tlv: { key: u8, tags: f } } ], tags: { f: { '01':"
                                        + " [ { tlv: { key: u8, tags: g } } ] }, g: { '02': [ {"
                                        + " part: { length: u8, fields: [ { tlv: { key: u8, tags: f"
                                        + " } } ] } } ] } }"))
                    .containsExactly("LAYOUT_CYCLE the tags \"f\" stand within themselves");
        }

        @Test
        void mayBeNamedInSeveralPlaces() {
            assertThat(
                            issues(
                                    "choose: { byte: 0, cases: { 1: [ { skip: 1 }, { tlv: { key:"
                                        + " u8, tags: f } } ], 2: [ { skip: 2 }, { tlv: { key: u8,"
                                        + " tags: f } } ] } }, tags: { f: { '01': ["
                                            + LEVEL
                                            + ", "
                                            + BATTERY
                                            + "] } }"))
                    .isEmpty();
        }

        @Test
        void thatLeadTooDeepAreReported() {
            String sets =
                    IntStream.range(0, 3000)
                            .mapToObj(
                                    i ->
                                            "t"
                                                    + i
                                                    + ": { '01': [ { tlv: { key: u8, tags: t"
                                                    + (i + 1)
                                                    + " } } ] }")
                            .collect(Collectors.joining(", "));

            assertThat(issues("fields: [ { tlv: { key: u8, tags: t0 } } ], tags: { " + sets + " }"))
                    .contains("NESTED_TOO_DEEP named tags stand within named tags at most 16 deep");
        }

        @Test
        void thatNothingNamesAreReported() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + LEVEL
                                            + ", "
                                            + BATTERY
                                            + "], tags: { f: { '01': [ { skip: 1 } ] } }"))
                    .containsExactly("UNUSED_LAYOUT no tlv names the tags f");
        }
    }

    @Test
    void layoutsThatNameTwoOthersManyTimesAreCheckedAtOnce() {
        // each of 15 layouts leads to the next one 40 times; the last one takes nothing
        String layouts =
                IntStream.range(0, 15)
                        .mapToObj(
                                i ->
                                        "l"
                                                + i
                                                + ": { fields: ["
                                                + String.join(
                                                        ", ",
                                                        Collections.nCopies(
                                                                40, "{ layout: l" + (i + 1) + " }"))
                                                + "] }")
                        .collect(Collectors.joining(", "));

        assertThatCode(
                        () ->
                                assertThat(
                                                issues(
                                                        "fields: [ { repeat: { until: end, fields:"
                                                            + " [ { layout: l0 } ] } } ], layouts:"
                                                            + " { "
                                                                + layouts
                                                                + ", l15: { fields: [ { at: 0 } ]"
                                                                + " } }"))
                                        .anyMatch(
                                                issue ->
                                                        issue.startsWith("NESTED_TOO_DEEP")
                                                                || issue.startsWith("NO_PROGRESS")))
                .doesNotThrowAnyException();
    }

    @Nested
    class Flags {
        @Test
        void haveAtLeastOneGroup() {
            assertThat(issues(flagged("")))
                    .containsExactly("NOTHING_THERE there is at least one group");
        }

        @Test
        void haveOneGroupForEachBitHoweverItIsWritten() {
            assertThat(issues(flagged("1: [" + BATTERY + "], 0x1: [ { skip: 1 } ]")))
                    .containsExactly("READ_TWICE there is already a bit 1");
        }

        private static String flagged(String groups) {
            return "fields: ["
                    + LEVEL
                    + ", { type: u8, name: n }, { flagged: { by: n, groups: { "
                    + groups
                    + " } } } ]";
        }
    }

    @Nested
    class Reach {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{ choose: { byte: 0, cases: { 0-255: [ { skip: 1 } ] } } }",
                    "{ choose: { byte: -1, bits: 0-1, cases: { 3: [ { skip: 1 } ] } } }",
                    "{ choose: { next: u64, cases: { -1: [ { skip: 8 } ] } } }",
                    "{ type: s8, name: n }, { choose: { field: n, cases: { -1: [ { skip: 1 } ] } }"
                            + " }",
                    "{ choose: { byte: 0, cases: { 1-9: [ { choose: { byte: 0, cases: { 4: [ {"
                            + " skip: 1 } ], 5: [ { skip: 1 } ] } } } ] } } }",
                    "{ repeat: { until: end, fields: [ { skip: 1 } ] } }, { at: 0 }, { skip: 1 }",
                    "{ type: ascii, length: { left: true, plus: -2 }, name: t }, { skip: 2 }"
                })
        void isThereForWhatCanBe(String field) {
            assertThat(issues("fields: [" + LEVEL + ", " + BATTERY + ", " + field + "]")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{ choose: { byte: 0, cases: { -1: [ { skip: 1 } ] } } }",
                    "{ choose: { byte: 0, cases: { 256: [ { skip: 1 } ] } } }",
                    "{ choose: { byte: 0, bits: 0-1, cases: { 4: [ { skip: 1 } ] } } }",
                    "{ type: u8, name: n }, { choose: { field: n, cases: { 256: [ { skip: 1 } ] } }"
                            + " }",
                    "{ choose: { byte: 0, bits: 0, cases: { 0: [ { skip: 1 } ], 1: [ { skip: 2 } ]"
                            + " }, default: [ { skip: 3 } ] } }",
                    "{ choose: { byte: 0, cases: { 0x12: [ { choose: { byte: 0, bits: 4-7, cases:"
                            + " { 2: [ { skip: 1 } ] } } } ] } } }",
                    "{ choose: { byte: 0, cases: { 1: [ { skip: 1 } ] }, default: [ { choose: {"
                            + " byte: 0, cases: { 1: [ { skip: 1 } ] } } } ] } }",
                    "{ type: hex, length: left, name: t }, { skip: 1 }",
                    "{ tlv: { key: u8, tags: { '01': [ { skip: 1 } ] } } }, { skip: 1 }",
                    "{ repeat: { until: end, fields: [ { skip: 1 } ] } }, { if-left: [ { skip: 1 }"
                            + " ] }"
                })
        void isReportedForWhatCannot(String field) {
            assertThat(issues("fields: [" + LEVEL + ", " + BATTERY + ", " + field + "]"))
                    .singleElement()
                    .asString()
                    .startsWith("UNREACHABLE");
        }

        @Test
        void ofAShadowedTagIsReported() {
            assertThat(
                            issues(
                                    "fields: [ { tlv: { key: u16, tags: { '** 01': ["
                                            + LEVEL
                                            + "], '** **': ["
                                            + BATTERY
                                            + "], '02 **': [ { skip: 1 } ], '02 03': [ { skip: 1 }"
                                            + " ] } } } ]"))
                    .containsExactly("UNREACHABLE each key that is 02 ** is of a tag before it");
        }
    }

    @Nested
    class Overlap {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{ at: 0 }, { type: u8, name: again }, { at: 3 }",
                    "{ at: 0 }, { skip: 2 }, { skip: 1 }",
                    "{ at: 0 }, { bytes: 01 }, { at: 3 }",
                    "{ at: 3 }, { checksum: { kind: sum8, from: 0, to: 3 } }"
                })
        void isNoneWhereBytesMakeNoSecondPoint(String fields) {
            assertThat(issues("fields: [" + LEVEL + ", " + BATTERY + ", " + fields + "]"))
                    .isEmpty();
        }

        @Test
        void isReportedWhereAByteMakesTwoPoints() {
            assertThat(issues("fields: [" + LEVEL + ", { at: 1 }, " + BATTERY + "]"))
                    .containsExactly(
                            "FIELDS_OVERLAP byte 1 makes a point already, and at went back over"
                                    + " it");
        }

        @Test
        void isReportedOfAChecksumThatEndsBeforeItBegins() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + LEVEL
                                            + ", "
                                            + BATTERY
                                            + ", { checksum: { kind: sum8, from: 2, to: 1 } } ]"))
                    .containsExactly(
                            "NOTHING_THERE a checksum is over the bytes from an earlier one to a"
                                    + " later one, not from 2 to 1");
        }
    }

    @Nested
    class Twice {
        @Test
        void oneStatusOfTwoFieldsIsReported() {
            assertThat(
                            issues(
                                    "fields: [ { type: u16, point: level, absent: { 1: no },"
                                        + " status: state }, { type: u8, point: battery, absent: {"
                                        + " 1: no }, status: state } ]"))
                    .containsExactly("READ_TWICE the layout reads the point \"state\" twice");
        }

        @Test
        void oneStatusOfTwoMembersIsReported() {
            assertThat(
                            profile(
                                    "points: { level: { unit: cm }, state: { type: text } }\n"
                                            + "layout: { json: { members: { $.a: { point: level,"
                                            + " absent: { 1: no }, status: state }, $.b: state } }"
                                            + " }\n"))
                    .containsExactly("READ_TWICE two members are the point \"state\"");
        }

        @Test
        void aPointOfAListAndOfALayoutThatItNamesIsReported() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + LEVEL
                                            + ", { layout: more } ], layouts: { more: { fields: ["
                                            + BATTERY
                                            + ", { type: u8, point: level } ] } }"))
                    .containsExactly("READ_TWICE the layout reads the point \"level\" twice");
        }

        @Test
        void aPointOfAReadingOfItsOwnIsNot() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + LEVEL
                                            + ", "
                                            + BATTERY
                                            + ", { reading: { history: true, fields: [ { layout:"
                                            + " more } ] } } ], layouts: { more: { fields: ["
                                            + LEVEL
                                            + "] } }"))
                    .isEmpty();
        }

        @Test
        void aTimeThatIsToldAndReckonedIsReported() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + BATTERY
                                            + ", { reading: { time: { before: received, step: 1m"
                                            + " }, fields: [ { type: u32, use: unix-seconds }, "
                                            + LEVEL
                                            + "] } } ]"))
                    .containsExactly(
                            "READ_TWICE the time of this reading is reckoned, and its fields tell"
                                    + " one too");
        }

        @Test
        void newestGoesWithBefore() {
            assertThat(
                            issues(
                                    "fields: ["
                                            + BATTERY
                                            + ", { reading: { time: { after: frame, step: 1m,"
                                            + " newest: last }, fields: ["
                                            + LEVEL
                                            + "] } } ]"))
                    .containsExactly(
                            "EXCLUSIVE_KEYS newest goes with before; after a time the last one is"
                                    + " the newest");
        }
    }

    @Test
    void skippedBitsHaveNoPoint() {
        assertThat(
                        issues(
                                "fields: ["
                                        + LEVEL
                                        + ", { bits: { fields: [ { size: 5, point: battery }, {"
                                        + " skip: 3, name: x } ] } } ]"))
                .containsExactly(
                        "EXCLUSIVE_KEYS bits that are skipped mean nothing, and these have name");
    }

    @Test
    void theNumberOfARoundIsANameToo() {
        String names =
                IntStream.range(0, 32)
                        .mapToObj(i -> "{ type: u8, name: n" + i + " }")
                        .collect(Collectors.joining(", "));

        assertThat(
                        issues(
                                "fields: ["
                                        + LEVEL
                                        + ", "
                                        + BATTERY
                                        + ", "
                                        + names
                                        + ", { repeat: { until: end, fields: [ { skip: 1 } ] } }"
                                        + " ]"))
                .containsExactly("TOO_MANY_NAMES a layout keeps at most 32 names");
        assertThat(
                        issues(
                                "fields: [ { repeat: { count: 1, fields: [ { skip: 1 } ] } }, "
                                        + LEVEL
                                        + ", "
                                        + BATTERY
                                        + ", "
                                        + names
                                        + "]"))
                .containsExactly("TOO_MANY_NAMES a layout keeps at most 32 names");
    }

    @Test
    void rowsOfPointsGoUp() {
        assertThat(
                        profile(
                                "points: { 'relay_{8-1}': { type: flag }, level: { unit: cm } }\n"
                                        + "layout: { json: {} }\n"))
                .containsExactly(
                        "NOTHING_THERE points are declared from a lower number to a higher one, and"
                                + " \"relay_{8-1}\" are none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json: { is: { '$.a{n}': 1 }, members: { l: level } }",
                "json: { choose: { member: '$.a[{n}]', cases: { 1: { members: { l: level } } } } }",
                "json: { each: { in: r, members: { l: level }, choose: { member: '$.a{n}', cases: {"
                        + " 1: { members: { b: level } } } } } }",
                "wrap: { base64: '$.d{n}', inside: { binary: { fields: [ { type: u8, point: level }"
                        + " ] } } }",
                "wrap: { hex: $.d, channel: '$.c{n}', inside: { binary: { fields: [ { type: u8,"
                        + " point: level } ] } } }"
            })
    void oneMemberIsLookedAtWhereSeveralMeanNothing(String layout) {
        assertThat(profile("points: { level: { unit: cm } }\nlayout: { " + layout + " }\n"))
                .contains("BAD_PATH one member is looked at here, and {n} stands for several");
    }

    @Test
    void computedPointsAreNoPointsOfCayenne() {
        assertThat(
                        profile(
                                "points: { temperature: { unit: Cel }, twice: { unit: Cel, compute:"
                                        + " '2 * temperature' } }\n"
                                        + "layout: { cayenne-lpp: { points: { temperature 1:"
                                        + " temperature, temperature 2: twice } } }\n"))
                .contains("READ_TWICE the point \"twice\" is computed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sequence | binary: { fields: [ { type: u16, point: level } ] }",
                "time | binary: { fields: [ { type: u16, use: sequence }, { type: u16, point:"
                        + " level } ] }",
                "sequence | json: { time: t }",
                "time | json: { members: { $.a.l: level }, sequence: $.a.n }",
                "sequence | wrap: { hex: $.d, time: $.t, inside: { binary: { fields: [ { type: u16,"
                        + " point: level } ] } } }",
                "sequence | senml: {}"
            })
    void whatIdentifiesAFrameIsReadOfIt(String by, String layout) {
        assertThat(
                        profile(
                                "points: { level: { unit: cm } }\nidentity: { by: "
                                        + by
                                        + " }\nlayout: { "
                                        + layout
                                        + " }\n"))
                .singleElement()
                .asString()
                .startsWith("NOTHING_THERE frames are recognised by their ");
    }

    @Test
    void aPointSaysWhatItIsInLwM2m() {
        assertThat(lwm2m("x: { unit: cm, lwm2m: 3330/0/5700 }")).isEmpty();
        assertThat(lwm2m("x: { unit: cm, lwm2m: 3330/5700 }")).isEmpty();
        assertThat(lwm2m("x: { unit: cm, lwm2m: 3330 }"))
                .containsExactly(
                        "BAD_PATH lwm2m is object/resource or object/instance/resource, each 0 to"
                                + " 65535, not \"3330\"");
        assertThat(lwm2m("x: { unit: cm, lwm2m: 3330/65536 }")).hasSize(1);
        assertThat(lwm2m("temperature: { unit: Cel, lwm2m: 3303/0/5700 }")).isEmpty();
        assertThat(lwm2m("temperature: { unit: Cel, lwm2m: 3303/5701 }"))
                .containsExactly(
                        "OTHER_THAN_KNOWN \"temperature\" is 3303/5700 in LwM2M wherever it stands,"
                                + " not 3303/5701");
    }

    private static List<String> lwm2m(String point) {
        return profile("points: { " + point + " }\nlayout: { json: {} }\n");
    }

    private static List<String> issues(String binary) {
        return profile(
                "points: { level: { unit: cm }, battery: { unit: '%' }"
                        + (binary.contains("state") ? ", state: { type: text }" : "")
                        + " }\nlayout: { binary: { "
                        + binary
                        + " } }\n");
    }

    private static List<String> profile(String yaml) {
        String head =
                """
                profile: acme-x1
                kind: water-level
                vendor: Acme
                model: X1
                report: { every: 24h }
                """;
        return switch (ProfileParser.parse("acme-x1.profile.yaml", head + yaml)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty(List<Issue> issues) ->
                    issues.stream().map(issue -> issue.kind() + " " + issue.rule()).toList();
        };
    }
}
