// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.yaml.Issue;

import java.util.List;
import java.util.stream.Collectors;

class AreaPolicyReaderTest {
    private static final String RULE =
            """
            - id: sewer-overflow
              title: { en: Overflow, zh: 满溢 }
              applies-to: { kind: manhole-cover }
              severity: major
              raise: overflow
              case: { kind: sewer-overflow, deadline: 4h, group-wait: WAIT }
            """;
    private static final String COLLAPSE =
            """
            - id: area-overflow
              title: { en: Many, zh: 片区 }
              severity: major
              collapse: { rules: [sewer-overflow], by: drainage_main, devices: DEVICES, within: WITHIN }
              case: { kind: area-overflow, deadline: 4h }
            """;

    @Test
    void alarmsCollapseWithinOneSecondToOneHour() {
        assertThat(faults("30s", "5", "1s")).isEmpty();
        assertThat(faults("30s", "5", "1h")).isEmpty();
        assertThat(faults("30s", "5", "999ms"))
                .containsExactly("within is 1s to 1h, not 999ms; choose a value within");
        assertThat(faults("30s", "5", "61m"))
                .containsExactly("within is 1s to 1h, not 61m; choose a value within");
    }

    @Test
    void anAlarmWaitsFifteenMinutesAtMost() {
        assertThat(faults("15m", "5", "10m")).isEmpty();
        assertThat(faults("901s", "5", "10m"))
                .containsExactly("a group wait is 0s to 15m, not 901s; choose a value within");
    }

    @Test
    void aCollapseTakesTwoToAThousandDevices() {
        assertThat(faults("30s", "2", "10m")).isEmpty();
        assertThat(faults("30s", "1000", "10m")).isEmpty();
        assertThat(faults("30s", "1", "10m"))
                .containsExactly("a number of devices is 2 to 1000, not 1; choose a value within");
        assertThat(faults("30s", "1001", "10m"))
                .containsExactly(
                        "a number of devices is 2 to 1000, not 1001; choose a value within");
    }

    @Test
    void aShareIsOneToAHundredPercent() {
        assertThat(parsed(pack("30s", "5, share: 100%", "10m"))).isEmpty();
        assertThat(parsed(pack("30s", "5, share: 101%", "10m")))
                .containsExactly(
                        "a share is 1% to 100%, not \"101%\"; write a whole number and %, such as"
                                + " 60%");
        assertThat(parsed(pack("30s", "5, share: 0.6", "10m")))
                .containsExactly(
                        "a share is 1% to 100%, not \"0.6\"; write a whole number and %, such as"
                                + " 60%");
    }

    @Test
    void aRuleThatIsNotInThePackIsToldWithTheOneThatWasMeant() {
        assertThat(parsed(pack("30s", "5", "10m").replace("[sewer-overflow]", "sewer-overfow")))
                .containsExactly(
                        "the pack has no rule \"sewer-overfow\"; did you mean"
                                + " \"sewer-overflow\"?");
    }

    @Test
    void anAttributeIsAColumnOfDevicesCsv() {
        assertThat(parsed(pack("30s", "5", "10m").replace("drainage_main", "Drainage-Main")))
                .containsExactly(
                        "an attribute is a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or _, not \"Drainage-Main\"; write the name of a"
                            + " column of devices.csv, such as drainage_main");
    }

    @Test
    void aPolicyAndARuleOfOneNameAreOneTooMany() {
        assertThat(parsed(pack("30s", "5", "10m").replace("id: area-", "id: sewer-")))
                .containsExactly(
                        "the pack has a rule \"sewer-overflow\" already; choose another name, or"
                                + " remove one of the two");
    }

    @Test
    void whatIsMissingOfAnInhibitionIsTold() {
        String inhibit =
                """
                - id: cabinet-down
                  inhibit: { when: [sewer-overflow], hides: [sewer-overflow], by: cabinet, before: 1h }
                """;

        assertThat(parsed(pack("30s", "5", "10m") + inhibit))
                .containsExactly("inhibit needs the key \"linger\"; add linger: 10m");
    }

    @Test
    void aSourceHidesOthersForSevenDaysBeforeAndAfterAtMost() {
        for (String longest : List.of("7d", "0s")) {
            assertThat(parsed(pack("30s", "5", "10m") + inhibit(longest, longest))).isEmpty();
        }
        assertThat(parsed(pack("30s", "5", "10m") + inhibit("604801s", "1h")))
                .containsExactly("before is 0s to 7d, not 604801s; choose a value within");
        assertThat(parsed(pack("30s", "5", "10m") + inhibit("1h", "604801s")))
                .containsExactly("linger is 0s to 7d, not 604801s; choose a value within");
    }

    @Test
    void furtherAlarmsAreToldWithinAnHourAtMost() {
        assertThat(faults("30s", "5, update-every: 1h", "10m")).isEmpty();
        assertThat(faults("30s", "5, update-every: 61m", "10m"))
                .containsExactly("update-every is 0s to 1h, not 61m; choose a value within");
    }

    private static String inhibit(String before, String linger) {
        return """
        - id: cabinet-down
          inhibit: { when: [sewer-overflow], hides: [sewer-overflow], by: cabinet, before: BEFORE, linger: LINGER }
        """
                .replace("BEFORE", before)
                .replace("LINGER", linger);
    }

    private static List<String> faults(String wait, String devices, String within) {
        return parsed(pack(wait, devices, within));
    }

    private static String pack(String wait, String devices, String within) {
        return RULE.replace("WAIT", wait)
                + COLLAPSE.replace("DEVICES", devices).replace("WITHIN", within);
    }

    private static List<String> parsed(String pack) {
        return switch (RuleParser.parse("a.rules.yaml", pack)) {
            case ParsedPack.Valid valid -> List.of();
            case ParsedPack.Faulty(List<Issue> issues) ->
                    issues.stream()
                            .map(issue -> issue.rule() + "; " + issue.hint())
                            .collect(Collectors.toList());
        };
    }
}
