// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.lamplighter.decode.Decoder;

import java.util.List;
import java.util.Random;

/** Reading a profile is total: whatever the text, there is a profile that compiles, or issues. */
class ProfileParserProperties {
    private static final List<String> TEXTS =
            ShippedProfiles.all().stream().map(ShippedProfiles.Shipped::yaml).toList();
    private static final String[] PARTS = {
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "\n",
        "  ",
        "\"",
        "'",
        "&a ",
        "*a",
        "!!java",
        "?",
        "|",
        "#",
        "\t",
        "0x",
        "-1",
        "null",
        "~",
        "\u0000",
        "\ud83d",
        "井盖",
        "<<: ",
        "---\n",
        "%YAML 9\n",
    };

    private static void isTotal(String text) {
        switch (ProfileParser.parse("x.profile.yaml", text)) {
            case ParsedProfile.Valid valid -> assertThat(Decoder.of(valid.profile())).isNotNull();
            case ParsedProfile.Faulty faulty -> {
                assertThat(faulty.issues()).isNotEmpty();
                assertThat(faulty.issues())
                        .allSatisfy(issue -> assertThat(issue.toString()).contains("x.profile"));
            }
        }
    }

    @Property(tries = 1_000)
    void holdsForAnyText(@ForAll String text) {
        isTotal(text);
    }

    @Property(tries = 3_000)
    void holdsForMutatedProfiles(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PARTS[random.nextInt(PARTS.length)]);
                default -> text.insert(at, text.substring(at, end));
            }
        }
        isTotal(text.toString());
    }
}
