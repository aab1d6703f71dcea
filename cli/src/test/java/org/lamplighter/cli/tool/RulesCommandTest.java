// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;
import org.lamplighter.rule.ShippedPacks;

import java.nio.file.Files;
import java.nio.file.Path;

final class RulesCommandTest {
    @TempDir private Path directory;

    @Test
    void checksEachPackOfADirectory() throws Exception {
        for (ShippedPacks.Shipped shipped : ShippedPacks.all()) {
            Files.writeString(directory.resolve(shipped.name() + ".rules.yaml"), shipped.yaml());
        }

        Run run = Run.of("rules", "check", directory.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .hasSize(ShippedPacks.all().size())
                .allMatch(line -> line.startsWith("ok    " + directory) && line.endsWith(" rules"));
    }

    @Test
    void tellsEveryFaultOfAPackAndExitsWithOne() throws Exception {
        Path pack = Files.writeString(directory.resolve("x.rules.yaml"), "rule: []\nrules: 7\n");

        Run run = Run.of("rules", "check", pack.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(pack + ":1:1: \"rule\" is no key of a pack")
                .contains("did you mean \"rules\"?")
                .contains(pack + ":2:8: ")
                .endsWith("FAIL  " + pack + ": 2 issues\n");
    }

    @Test
    void saysThatADirectoryHoldsNoPack() {
        assertThat(Run.of("rules", "check", directory.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: "
                                        + directory
                                        + " holds no pack; their files end with .rules.yaml\n"));
    }
}
