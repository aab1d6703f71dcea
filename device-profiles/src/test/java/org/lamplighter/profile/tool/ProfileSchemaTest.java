// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.profile.ShippedProfiles.Shipped;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.yaml.YamlIssue;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The schema that editors use agrees with the checker: it takes what the checker takes, and finds
 * what a schema can find.
 */
class ProfileSchemaTest {
    private static final Path GUIDES = Path.of("..", "docs");
    private static final String MEMBER = "profile: a\nextends: b\n";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = ProfileCommands.schema().text();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(TEXT);

    /** Faults of one place, which its schema shows; of others it needs the whole profile. */
    private static final Set<YamlIssue> FOUND =
            EnumSet.of(
                    YamlIssue.UNKNOWN_KEY,
                    YamlIssue.MISSING_KEY,
                    YamlIssue.EXCLUSIVE_KEYS,
                    YamlIssue.UNKNOWN_WORD,
                    YamlIssue.WRONG_SHAPE,
                    YamlIssue.BAD_NUMBER,
                    YamlIssue.BAD_DURATION,
                    YamlIssue.BAD_HEX);

    /** No YAML of one mapping, so that no editor looks at a schema. */
    private static final Set<YamlIssue> NO_DOCUMENT =
            EnumSet.of(
                    YamlIssue.NOT_YAML,
                    YamlIssue.NOT_ONE_DOCUMENT,
                    YamlIssue.TOO_DEEP,
                    YamlIssue.TOO_LARGE,
                    YamlIssue.TOO_MANY,
                    YamlIssue.DUPLICATE_KEY,
                    YamlIssue.ALIAS);

    private static final Set<ProfileIssue> FOUND_OF_PROFILES =
            EnumSet.of(
                    ProfileIssue.BAD_ID,
                    ProfileIssue.BAD_POINT_NAME,
                    ProfileIssue.BAD_NAME,
                    ProfileIssue.BAD_PATH,
                    ProfileIssue.NOTHING_THERE,
                    ProfileIssue.WRONG_FOR_TYPE);

    static Stream<Shipped> shipped() {
        return ShippedProfiles.all().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void takesEveryShippedProfile(Shipped shipped) throws IOException {
        assertThat(faults(shipped.yaml())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles.md", "binary-layouts.md"})
    void takesTheProfilesOfTheGuide(String guide) throws IOException {
        List<String> profiles =
                Arrays.stream(Files.readString(GUIDES.resolve(guide)).split("```yaml\n"))
                        .skip(1)
                        .map(block -> block.split("```", 2)[0])
                        .filter(block -> block.startsWith("profile:"))
                        .toList();

        assertThat(profiles).isNotEmpty();
        for (String profile : profiles) {
            assertThat(faults(profile)).as(profile).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(YamlIssue.class)
    void findsWhatASchemaCanFind(YamlIssue issue) throws IOException {
        if (NO_DOCUMENT.contains(issue)) {
            return;
        }
        assertThat(faults(fixture(issue.name())).isEmpty()).isNotEqualTo(FOUND.contains(issue));
    }

    @ParameterizedTest
    @EnumSource(ProfileIssue.class)
    void findsOfTheProfileWhatASchemaCanFind(ProfileIssue issue) throws IOException {
        assertThat(faults(fixture(issue.name())).isEmpty())
                .isNotEqualTo(FOUND_OF_PROFILES.contains(issue));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "wrap", "senml", "cayenne-lpp"})
    void findsFaultsOfEveryLayout(String family) throws IOException {
        assertThat(faults(fixture("layouts/" + family)))
                .isNotEmpty()
                .allSatisfy(
                        fault ->
                                assertThat(fault.getInstanceLocation().toString())
                                        .startsWith("$.layout." + family));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "points: { a: ~, b: { unit: ~, type: flag }, c: { lel: 5 } }",
                "clock: ~\nidentity: ~\ntopics: ~\nexamples: ~\nreport: { tolerance: ~ }",
                "layout: { json: { time: ~, members: { $.a: ~, b: { scale: 2 } } } }",
                "layout: { json: { choose: { cases: { 1: ~ } }, layouts: { a: { each: ~ } } } }",
                "layout: { binary: { tags: { family: { '01 75': ~ } } } }",
                "layout: { binary: { choose: { cases: { 1: ~ } }, layouts: { a: { rest: ~ } } } }",
                "layout: { wrap: { hex: ~, inside: { binary: ~, json: {} } } }",
                "layout: { senml: { records: { a: ~, b: { unit: m } } } }",
                "layout: { cayenne-lpp: { points: { humidity 2: ~ }, other: { 190: ~ } } }"
            })
    void aMemberOfAFamilyWritesOnlyWhatDiffers(String difference) {
        assertThat(faults(MEMBER + difference)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: ~",
                "layout: ~",
                "points: { a: { uint: cm } }",
                "points: { a: { type: flag, unit: cm } }",
                "layout: { json: { members: { $.a..b: ~ } } }",
                "layout: { binary: { layouts: { a: { fields: [ { type: ~, point: a } ] } } } }",
                "examples: [ { hex: '00' } ]"
            })
    void whatAMemberOfAFamilyWritesIsCheckedAllTheSame(String difference) {
        assertThat(faults(MEMBER + difference)).isNotEmpty();
    }

    @Test
    void whatExtendsNothingHasAllKeysAndRemovesNone() {
        String whole =
                """
                profile: a
                kind: door
                vendor: A
                model: A
                report: { every: 1h }
                points: { open: { type: flag } }
                layout: { json: { } }
                """;

        assertThat(faults(whole)).isEmpty();
        assertThat(faults(whole + "clock: ~")).isNotEmpty();
        whole.lines()
                .forEach(line -> assertThat(faults(whole.replace(line, ""))).as(line).isNotEmpty());
    }

    @Test
    void namesEveryKindAndFault() throws IOException {
        JsonNode schema = JSON.readTree(TEXT);

        assertThat(words(schema.at("/properties/kind/enum"))).isEqualTo(DeviceKind.words());
        assertThat(words(schema.at("/definitions/example/properties/fault/enum")))
                .isEqualTo(Arrays.stream(DecodeFault.values()).map(Enum::name).toList());
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static Set<ValidationMessage> faults(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode tree = JSON.valueToTree(document);
        return SCHEMA.validate(tree);
    }

    private static String fixture(String name) throws IOException {
        String path = "/org/lamplighter/profile/issues/" + name + ".profile.yaml";
        try (InputStream in = ProfileSchemaTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
