// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lamplighter.log.Change;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

final class OverridesTest {
    private static final String COVER = ShippedPacks.require("cover").yaml();
    private static final SortedMap<String, String> EAST =
            new TreeMap<>(java.util.Map.of("district", "east"));
    private static final Device DEVICE =
            new Device(
                    new DeviceId("C-1"),
                    "generic-manhole-cover",
                    "",
                    new Location.Unknown(),
                    List.of("hill"),
                    EAST,
                    false,
                    Credentials.NONE);

    @Test
    void anOverrideIsWrittenInOneText() {
        assertThat(ParameterOverride.parse("cover-displaced.limit=20"))
                .isEqualTo(ParameterOverride.parse("all", "cover-displaced.limit", "20"));
        assertThat(ParameterOverride.parse("area:feeder=F1/lamp-out.hold=5m"))
                .isEqualTo(ParameterOverride.parse("area:feeder=F1", "lamp-out.hold", "5m"));
        assertThatThrownBy(() -> ParameterOverride.parse("tag:hill/cover-displaced.limit"))
                .hasMessage(
                        "\"tag:hill/cover-displaced.limit\" must be written"
                                + " [<scope>/]<rule>.<parameter>=<value>, such as"
                                + " cover-displaced.limit=20 or tag:hill/cover-displaced.limit=20");
    }

    @Test
    void theNarrowerScopeWinsAndIsShown() {
        assertThat(limit()).isEqualTo("15 (default)");
        assertThat(limit("all", "16")).isEqualTo("16 (all)");
        assertThat(limit("profile:generic-manhole-cover", "17", "all", "16"))
                .isEqualTo("17 (profile:generic-manhole-cover)");
        assertThat(limit("all", "16", "area:east", "18", "profile:generic-manhole-cover", "17"))
                .isEqualTo("18 (area:east)");
        assertThat(limit("tag:hill", "19", "profile:generic-manhole-cover", "17"))
                .isEqualTo("19 (tag:hill)");
        assertThat(limit("device:C-1", "20", "tag:hill", "19", "area:east", "18"))
                .isEqualTo("20 (device:C-1)");
    }

    @Test
    void otherScopesDoNotMatter() {
        assertThat(
                        limit(
                                "device:C-2",
                                "20",
                                "tag:dale",
                                "19",
                                "area:west",
                                "18",
                                "profile:p",
                                "17"))
                .isEqualTo("15 (default)");
    }

    @Test
    void betweenEqualScopesTheirTextDecides() {
        assertThat(limit("tag:hill", "19", "area:east", "18")).isEqualTo("18 (area:east)");
        assertThat(limit("area:east", "18", "tag:hill", "19")).isEqualTo("18 (area:east)");
    }

    @Test
    void ofTwoForOneScopeTheLaterCounts() {
        assertThat(limit("all", "16", "all", "21")).isEqualTo("21 (all)");
    }

    @Test
    void aValueOutsideItsLimitsIsRefusedWithASentence() {
        assertThat(rejected("cover-displaced.limit", "75"))
                .isEqualTo("cover-displaced.limit is 5 to 60, not 75; choose a value within");
        assertThat(rejected("cover-displaced.limit", "60")).isEmpty();
        assertThat(rejected("cover-displaced.limit", "NaN"))
                .isEqualTo(
                        "cover-displaced.limit is a number, not \"NaN\"; write digits, such as 15");
        assertThat(rejected("cover-displaced.hold", "90"))
                .isEqualTo(
                        "cover-displaced.hold is a duration, not \"90\"; write a whole number and"
                                + " ms, s, m, h or d, such as 1m");
        assertThat(rejected("cover-displaced.limt", "20"))
                .isEqualTo(
                        "the rule \"cover-displaced\" has no parameter \"limt\"; did you mean"
                                + " \"limit\"?");
        assertThat(rejected("cover-displacd.limit", "20"))
                .isEqualTo(
                        "the pack has no rule \"cover-displacd\"; did you mean"
                                + " \"cover-displaced\"?");
    }

    @Test
    void aRefusedOverrideLeavesTheOthersInForce() {
        assertThat(limit("device:C-1", "75", "tag:hill", "19")).isEqualTo("19 (tag:hill)");
    }

    @Test
    void scopesAreReadOrRefusedWithASentence() {
        for (String text :
                List.of("all", "profile:P", "tag:T", "area:A", "area:road=7", "device:D")) {
            assertThat(OverrideScope.parse(text).text()).isEqualTo(text);
        }
        assertThatThrownBy(() -> OverrideScope.parse("town:T"))
                .hasMessage(
                        "override scope \"town:T\" is none of all, profile:<profile>, tag:<tag>,"
                                + " area:<area>, device:<device>");
        assertThatThrownBy(() -> ParameterOverride.parse("all", "limit", "3"))
                .hasMessage(
                        "parameter \"limit\" must be written <rule>.<parameter>, such as"
                                + " cover-displaced.limit");
    }

    @Test
    void aFaultyPackNeverReplacesASoundOne() {
        RuleBook book =
                RuleBook.EMPTY
                        .with("cover", 1, COVER, List.of())
                        .with("cover", 2, "- id: 7", List.of());

        assertThat(book.version()).isEqualTo(2);
        assertThat(book.rulesFor("manhole-cover")).hasSize(6);
        assertThat(Objects.requireNonNull(book.packs().get("cover")).issues()).isNotEmpty();
    }

    @Test
    void aChangeOfTheFeedIsTakenIn() {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("pack", "cover").put("yaml", COVER);
        body.putArray("overrides")
                .add(override("device:C-1", "cover-displaced.limit", "20"))
                .add(override("town:T", "cover-displaced.limit", "21"));
        Change change = new Change(Change.Kind.RULES, "cover", 7, new Change.Effect.Put(body));

        RuleBook book = RuleBook.EMPTY.after(change);

        assertThat(setting(book)).isEqualTo("20 (device:C-1)");
        assertThat(Objects.requireNonNull(book.packs().get("cover")).overrides().rejected())
                .hasSize(1);
        assertThat(
                        book.after(
                                        new Change(
                                                Change.Kind.RULES,
                                                "cover",
                                                8,
                                                new Change.Effect.Delete()))
                                .rulesFor("manhole-cover"))
                .isEmpty();
    }

    private static ObjectNode override(String scope, String parameter, String value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("scope", scope)
                .put("parameter", parameter)
                .put("value", value);
    }

    private static String limit(String... scopesAndValues) {
        List<ParameterOverride> overrides = new java.util.ArrayList<>();
        for (int i = 0; i < scopesAndValues.length; i += 2) {
            overrides.add(
                    ParameterOverride.parse(
                            scopesAndValues[i], "cover-displaced.limit", scopesAndValues[i + 1]));
        }
        return setting(RuleBook.EMPTY.with("cover", 1, COVER, overrides));
    }

    private static String setting(RuleBook book) {
        RuleInForce rule =
                book.rulesFor("manhole-cover").stream()
                        .filter(
                                candidate ->
                                        candidate.rule().id().value().equals("cover-displaced"))
                        .findFirst()
                        .orElseThrow();
        Parameter limit =
                rule.rule().parameters().values().stream()
                        .filter(parameter -> parameter.name().equals("limit"))
                        .findFirst()
                        .orElseThrow();
        return book.setting(rule, limit, DEVICE).text();
    }

    private static String rejected(String path, String value) {
        RuleBook book =
                RuleBook.EMPTY.with(
                        "cover", 1, COVER, List.of(ParameterOverride.parse("all", path, value)));
        return book.packs().values().stream()
                .flatMap(edition -> edition.overrides().rejected().stream())
                .map(RejectedOverride::reason)
                .findFirst()
                .orElse("");
    }

    @Nested
    final class OfPolicies {
        @Test
        void theAreaItselfIsStrongerThanAllAreas() {
            assertThat(inForce("M3").devices()).isEqualTo(5);
            assertThat(inForce("M3", "all", "area-overflow.devices", "7").devices()).isEqualTo(7);
            for (String scope : List.of("area:M3", "area:drainage_main=M3")) {
                String[] overrides = {
                    "all", "area-overflow.devices", "7", scope, "area-overflow.devices", "3"
                };
                assertThat(inForce("M3", overrides).devices()).as(scope).isEqualTo(3);
                assertThat(inForce("M4", overrides).devices()).as(scope).isEqualTo(7);
            }
        }

        @Test
        void eachNumberAndTimeOfTheTextCanBeSet() {
            AreaPolicy.Collapse collapse =
                    inForce(
                            "M3",
                            "all",
                            "area-overflow.within",
                            "5m",
                            "all",
                            "area-overflow.update-every",
                            "1m");
            assertThat(collapse.within()).isEqualTo(Duration.ofMinutes(5));
            assertThat(collapse.updateEvery()).isEqualTo(Duration.ofMinutes(1));

            RuleBook lamps =
                    RuleBook.EMPTY.with(
                            "streetlight",
                            1,
                            ShippedPacks.require("streetlight").yaml(),
                            List.of(
                                    ParameterOverride.parse("all", "feeder-outage.share", "80"),
                                    ParameterOverride.parse(
                                            "area:cabinet=B-1", "cabinet-down.linger", "2h")));
            assertThat(lamps.packs().values())
                    .allSatisfy(pack -> assertThat(pack.overrides().rejected()).isEmpty());
            assertThat(
                            lamps.areaPolicies().stream()
                                    .map(policy -> lamps.inForce(policy, "B-1"))
                                    .map(
                                            policy ->
                                                    switch (policy) {
                                                        case AreaPolicy.Collapse it ->
                                                                it.id() + " " + it.percent();
                                                        case AreaPolicy.Inhibit it ->
                                                                it.id() + " " + it.linger();
                                                    }))
                    .contains("feeder-outage 80", "cabinet-down PT2H");
        }

        @Test
        void whatCannotBeIsRejectedWithASentence() {
            assertThat(reason("tag:hill", "area-overflow.devices", "3"))
                    .isEqualTo(
                            "area-overflow is decided for an area as a whole, not for tag:hill; its"
                                    + " scope is all or area:drainage_main=<value>");
            assertThat(reason("area:feeder=F2", "area-overflow.devices", "3"))
                    .isEqualTo(
                            "area-overflow is decided for an area as a whole, not for"
                                    + " area:feeder=F2; its scope is all or"
                                    + " area:drainage_main=<value>");
            assertThat(reason("all", "area-overflow.devices", "2.5"))
                    .isEqualTo(
                            "area-overflow.devices is a whole number, not 2.5; write one, such as"
                                    + " 5");
            assertThat(reason("all", "area-overflow.count", "3"))
                    .isEqualTo(
                            "the rule \"area-overflow\" has no parameter \"count\"; use one of"
                                    + " devices, update-every, within");
            assertThat(reason("all", "area-overflw.devices", "3"))
                    .isEqualTo(
                            "the pack has no rule \"area-overflw\"; did you mean"
                                    + " \"area-overflow\"?");
        }

        @Test
        void anOverrideTakesTwoToAThousandDevicesToo() {
            for (int devices : List.of(2, 1_000)) {
                assertThat(inForce("M3", "all", "area-overflow.devices", "" + devices).devices())
                        .isEqualTo(devices);
            }
            for (int devices : List.of(1, 1_001)) {
                assertThat(reason("all", "area-overflow.devices", "" + devices))
                        .isEqualTo(
                                "area-overflow.devices is 2 to 1000, not "
                                        + devices
                                        + "; choose a value within");
            }
        }

        private static RuleBook book(String... overrides) {
            List<ParameterOverride> all = new ArrayList<>();
            for (int i = 0; i < overrides.length; i += 3) {
                all.add(ParameterOverride.parse(overrides[i], overrides[i + 1], overrides[i + 2]));
            }
            return RuleBook.EMPTY.with("cover", 1, COVER, all);
        }

        private static AreaPolicy.Collapse inForce(String main, String... overrides) {
            RuleBook book = book(overrides);
            return switch (book.inForce(book.areaPolicies().getFirst(), main)) {
                case AreaPolicy.Collapse collapse -> collapse;
                case AreaPolicy.Inhibit inhibit -> throw new AssertionError(inhibit.id());
            };
        }

        private static String reason(String... override) {
            return Objects.requireNonNull(book(override).packs().get("cover"))
                    .overrides()
                    .rejected()
                    .getFirst()
                    .reason();
        }
    }
}
