// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DevicesCsvProperties {
    @Property
    void anyTextGivesRowsOrFaults(@ForAll("texts") String text) {
        switch (DevicesCsv.parse("id,profile,tags\n" + text)) {
            case DevicesCsv.Parsed.Valid valid ->
                    assertThat(valid.rows())
                            .allSatisfy(row -> assertThat(row.device().profile()).isNotEmpty());
            case DevicesCsv.Parsed.Faulty faulty -> assertThat(faulty.faults()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', ',', '"', '\n', '\r', ';', ' ', 'é')
                .ofMaxLength(40);
    }
}
