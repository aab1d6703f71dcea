// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.coverage.Judge.Verdict;
import org.lamplighter.decode.Decoder;
import org.lamplighter.profile.ShippedProfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A judge that calls everything right would be of no use. */
class JudgeTest {
    private static final String FRAME = "800001011105dc0013000300002a000081";
    private static final String MAPPING =
            """
            profile: dingtek-dc410
            fields:
              level: { point: distance, strip: " mm", scale: 0.1 }
              full: { point: overflow }
              alarm: { point: moved, values: { 1: true, 0: false } }
              metres: { point: distance, scale: 100 }
              port: { ignore: "the port is no measurement" }
            """;

    @TempDir private Path folder;

    @Test
    void isRightWhereEveryValueIs() throws IOException {
        Verdict verdict =
                judge("{\"level\":\"1500 mm\",\"full\":false,\"alarm\":0,\"port\":3}", MAPPING);

        assertThat(verdict.wrong()).isEmpty();
        assertThat(verdict.isRight()).isTrue();
        assertThat(verdict.ignored()).containsOnlyKeys("port");
    }

    @Test
    void tellsEveryValueThatDiffers() throws IOException {
        Verdict verdict =
                judge("{\"level\":\"1501 mm\",\"full\":true,\"alarm\":1,\"metres\":1.5}", MAPPING);

        assertThat(verdict.isRight()).isFalse();
        assertThat(verdict.wrong())
                .containsExactly(
                        "alarm is 1, here false",
                        "full is true, here false",
                        "level is \"1501 mm\", here 150.0");
    }

    @Test
    void wantsARuleForEveryField() throws IOException {
        assertThat(judge("{\"new\":{\"field\":1}}", MAPPING).wrong())
                .containsExactly("new.field is not in the mapping");
    }

    @Test
    void comparesNumbersToTheDecimalsThatAreWritten() throws IOException {
        assertThat(judge("{\"metres\":1.5}", MAPPING).wrong()).isEmpty();
        assertThat(judge("{\"metres\":1.4996}", MAPPING).wrong()).hasSize(1);
        assertThat(judge("{\"metres\":1.499999999999}", MAPPING).wrong()).isEmpty();
    }

    @Test
    void wantsAFaultWhereTheVendorRefuses() throws IOException {
        assertThat(judge("null", MAPPING).wrong())
                .containsExactly("it is read, and has no meaning");
    }

    @Test
    void takesAFrameOutForAReason() throws IOException {
        Verdict verdict =
                judge(
                        "{\"level\":1}",
                        MAPPING + "frames:\n  " + FRAME + "/3: { ignore: damaged }\n");

        assertThat(verdict.isRight()).isFalse();
        assertThat(verdict.skipped()).isEqualTo("damaged");
    }

    @Test
    void tellsWhyAFrameMustBeRefused() throws IOException {
        Verdict verdict =
                judge(
                        "{\"level\":1}",
                        MAPPING + "frames:\n  " + FRAME + "/3: { nothing: it is cut off }\n");

        assertThat(verdict.refused()).isEqualTo("it is cut off");
        assertThat(verdict.wrong()).containsExactly("it is read, and has no meaning");
    }

    @Test
    void comparesOneFieldWithSeveralPoints() throws IOException {
        String mapping =
                """
                profile: dingtek-dc410
                fields:
                  state:
                    - { point: overflow, values: { dry (still): false } }
                    - { point: moved, values: { dry (still): true } }
                """;

        assertThat(judge("{\"state\":\"dry (still)\"}", mapping).wrong())
                .containsExactly("state is \"dry (still)\", here false");
    }

    @Test
    void tellsWhichValuesItRewrites() throws IOException {
        String mapping =
                """
                profile: dingtek-dc410
                fields:
                  metres:
                    point: distance
                    values: { 1.4: 150 }
                    because: "the maker's script cuts it off"
                """;

        Verdict verdict = judge("{\"metres\":1.4}", mapping);

        assertThat(verdict.isRight()).isTrue();
        assertThat(verdict.rewritten())
                .containsExactly(Map.entry("metres 1.4 as 150", "the maker's script cuts it off"));
    }

    @Test
    void wantsAReasonForAnotherNumber() {
        assertThatThrownBy(
                        () ->
                                Mapping.parse(
                                        "x",
                                        "profile: p\n"
                                                + "fields: { a: { point: a, values: { 1: 2 } } }"))
                .hasMessage("x a says why");
    }

    @Test
    void tellsFramesAndFieldsThatOnlyTheMappingHas() throws IOException {
        Mapping mapping = Mapping.parse("x", MAPPING + "frames: { 00/3: { nothing: cut off } }\n");

        assertThat(Judge.strangers(mapping, file("{\"level\":1,\"full\":true,\"port\":3}")))
                .containsExactly("00/3", "alarm", "metres");
    }

    @Test
    void refusesAMappingWithAnUnknownKey() {
        assertThatThrownBy(
                        () ->
                                Mapping.parse(
                                        "x", "profile: p\nfields: { a: { point: a, unit: mm } }"))
                .hasMessageContaining("x a has the key unit, not of ");
    }

    private Verdict judge(String expected, String mapping) throws IOException {
        Decoder decoder = Decoder.of(ShippedProfiles.require("dingtek-dc410").profile());
        return new Judge(decoder, Mapping.parse("x", mapping))
                .judge(file(expected).vectors().getFirst());
    }

    private VectorFile file(String expected) throws IOException {
        Files.writeString(
                folder.resolve("acme_x1.json"),
                """
                {"device": "acme/x1", "vectors": [
                  {"description": "d", "fPort": 3, "bytes": "%s", "expected": %s}]}
                """
                        .formatted(FRAME, expected));
        return VectorFile.all(folder).getFirst();
    }
}
