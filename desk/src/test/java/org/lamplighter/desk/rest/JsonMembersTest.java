// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class JsonMembersTest {
    private final List<Fault> faults = new ArrayList<>();

    @Test
    void saysWhatANearMemberIsCalled() {
        read("{\"id\":\"C-1\",\"profil\":\"x\"}");
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "profil: a member must be one that is known here; did you mean"
                                + " \"profile\"?");
    }

    @Test
    void saysWhichMembersThereAreWhenNoneIsNear() {
        read("{\"colour\":\"x\"}");
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "colour: a member must be one that is known here; use one of id, location,"
                                + " profile");
    }

    @Test
    void saysWhereTheJsonEndsToBeJson() {
        read("{\"id\":\n \"C-1\",,}");
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "body: it must be JSON, but is not at line 2, column 8: Unexpected"
                                + " character (',' (code 44)): was expecting double-quote to start"
                                + " field name; mend it there");
    }

    @Test
    void refusesWhatIsNoObjectAMemberTwiceAndTextAfterTheEnd() {
        assertThat(read("[1]")).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read("{\"id\":\"a\",\"id\":\"b\"}")).isEmpty();
        assertThat(read("{} {}")).isEmpty();
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "body: it must be a JSON object, but is a list; send {…}",
                        "body: it must be a JSON object, but is nothing; send {…}",
                        "body: it must be JSON, but is not at line 1, column 15: Duplicate field"
                                + " 'id'; mend it there",
                        "body: it must be JSON, but is not at line 1, column 4: Trailing token (of"
                            + " type START_OBJECT) found after value (bound as"
                            + " `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
                            + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`; mend it there");
    }

    @Test
    void refusesTextsWithANul() {
        JsonMembers members =
                read("{\"id\":\"\\u0000\",\"profile\":[\"a\",\"b\\u0000\"]}").orElseThrow();
        assertThat(members.findText("id")).isEmpty();
        assertThat(members.findScalar("id")).isEmpty();
        assertThat(members.findTexts("profile")).hasValue(List.of("a"));
        String rule = ": a text may have any characters but NUL, and character ";
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "id" + rule + "1 is one; leave it out",
                        "id" + rule + "1 is one; leave it out",
                        "profile[1]" + rule + "2 is one; leave it out");
    }

    @Test
    void saysTheTypeThatIsWantedAndTheOneThatIsThere() {
        JsonMembers members =
                read("{\"id\":7,\"location\":{\"lon\":\"x\",\"lan\":1}}").orElseThrow();
        assertThat(members.requireText("id")).isEmpty();
        assertThat(members.requireText("profile")).isEmpty();
        JsonMembers location = members.findObject("location", Set.of("lon", "lat")).orElseThrow();
        assertThat(location.requireNumber("lon")).isEmpty();
        assertThat(location.requireNumber("lat")).isEmpty();
        assertThat(faults)
                .extracting(Fault::toString)
                .containsExactly(
                        "id: it must be a text, but is a number; send a text",
                        "profile: this member is required, but is missing; add it",
                        "location.lan: a member must be one that is known here; did you mean"
                                + " \"lat\"?",
                        "location.lon: it must be a number, but is a text; send a number",
                        "location.lat: this member is required, but is missing; add it");
    }

    @Test
    void nests32DeepAndNoDeeper() {
        assertThat(read("{\"id\":" + "[".repeat(31) + "]".repeat(31) + "}")).isPresent();
        assertThat(faults).isEmpty();
        assertThat(read("{\"id\":" + "[".repeat(32) + "]".repeat(32) + "}")).isEmpty();
        assertThat(faults)
                .singleElement()
                .asString()
                .isEqualTo(
                        "body: it must be JSON, but is not: Document nesting depth (33) exceeds the"
                                + " maximum allowed (32, from"
                                + " `StreamReadConstraints.getMaxNestingDepth()`); mend it there");
    }

    @Test
    void aNumberHasAHundredDigitsAtMost() {
        assertThat(read("{\"id\":" + "1".repeat(100) + "}")).isPresent();
        assertThat(faults).isEmpty();
        assertThat(read("{\"id\":" + "1".repeat(101) + "}")).isEmpty();
        assertThat(faults)
                .singleElement()
                .asString()
                .contains("Number value length (101) exceeds the maximum allowed (100");
    }

    @Test
    void staysWithinItsBoundsOnNestingThatNoHumanWrites() {
        assertThat(read("{\"id\":" + "[".repeat(10_000))).isEmpty();
        assertThat(faults).hasSize(1);
    }

    private Optional<JsonMembers> read(String json) {
        return JsonMembers.read(
                json.getBytes(StandardCharsets.UTF_8), Set.of("id", "profile", "location"), faults);
    }
}
