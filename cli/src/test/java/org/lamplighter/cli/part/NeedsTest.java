// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.up.Progress;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

class NeedsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Needs needs =
            new Needs(new Progress(new PrintStream(said, true, StandardCharsets.UTF_8)));

    @Test
    void saysNothingOfWhatIsThere() throws Exception {
        needs.await("Kafka at here:1", () -> "");

        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void saysInOneLineWhatItWaitsForHoweverOftenItLooks() throws Exception {
        Iterator<String> answers = List.of("0 of 3\nbrokers answer", "1 of 3", "").iterator();

        needs.await("Kafka at here:1", answers::next);

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .first()
                .isEqualTo("waiting for Kafka at here:1: 0 of 3 | brokers answer");
        assertThat(said.toString(StandardCharsets.UTF_8).lines().skip(1))
                .singleElement()
                .asString()
                .matches("Kafka at here:1 came after [0-9]+ s");
    }
}
