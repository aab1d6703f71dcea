// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LedgerTest {
    private static final Ledger.Entry SENT =
            new Ledger.Entry(
                    1_700_000_000_123L, Ledger.Event.SEND, "cover-1", 0, 1_700_000_000_120L);
    private static final Ledger.Entry AGAIN =
            new Ledger.Entry(
                    1_700_000_010_000L, Ledger.Event.RESEND, "cover-1", 0, 1_700_000_000_120L);
    private static final Ledger.Entry ACKNOWLEDGED =
            new Ledger.Entry(
                    1_700_000_010_001L, Ledger.Event.ACK, "cover-1", 0, 1_700_000_000_120L);

    @TempDir private Path directory;

    @Test
    void keepsWhatItWasToldInOrder() throws IOException {
        Path file = directory.resolve("ledger.jsonl");

        try (Ledger ledger = Ledger.open(file)) {
            ledger.add(SENT);
            ledger.add(AGAIN);
            ledger.add(ACKNOWLEDGED);
        }

        assertThat(Ledger.read(file)).isEqualTo(List.of(SENT, AGAIN, ACKNOWLEDGED));
        assertThat(Files.readAllLines(file))
                .first()
                .isEqualTo(
                        "{\"at\":1700000000123,\"event\":\"send\",\"device\":\"cover-1\",\"seq\":0,"
                                + "\"time\":1700000000120}");
    }

    @Test
    void refusesALineThatIsNone() {
        assertThatThrownBy(() -> Ledger.Entry.parse("{\"at\":1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a line of a ledger: {\"at\":1");
    }
}
