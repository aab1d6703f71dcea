// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ReadingCodecProperties {
    @Property(tries = 20_000)
    void givesAReadingOrAnIllegalArgumentForAnyBytes(@ForAll @Size(max = 64) byte[] bytes) {
        try {
            LoggedReading reading = ReadingCodec.decode(bytes);
            assertThat(ReadingCodec.decode(ReadingCodec.encode(reading))).isEqualTo(reading);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
