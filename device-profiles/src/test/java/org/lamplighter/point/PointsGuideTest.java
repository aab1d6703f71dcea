// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.unit.Unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code docs/points.md} is made of the table. With {@code -Dguide.write=true} it is written. */
class PointsGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "points.md");
    private static final String HEAD =
            """
            # Points

            What city devices measure, by canonical names. A profile may have points of other names; a point of one of these
            names means what stands here, whatever the model, so that rules, screens and queries over many models can rely on it.
            A device that sends another unit of the same quantity has it converted: the profile declares the point in the unit
            below and says at the field what is sent.

            One of several, an axis, a phase or a statistic is in the unit of the quantity itself: `current_2`, `tilt_x`,
            `voltage_a`, `temperature_max`, `tilt_limit`.

            Methane: `%{LEL}` is a percentage of the lower explosive limit, 5.0 %VOL as Chinese practice takes it (GB/T 50493,
            GB 15322) unless the point says another, such as the 4.4 %VOL of IEC 60079-20-1. At 5.0, 1 %LEL is 500 ppm; at
            4.4 it is 440.

            LwM2M: object and resource of the OMA registry that carry the same. Their units may differ: angles are in radians
            there, energy is in watt-hours. Versions of `3408/3` disagree on whether true means open: look at what a device sends.

            This page is generated from `device-profiles/src/main/resources/org/lamplighter/point/points.yaml`.
            """;

    @Test
    void isMadeOfTheTable() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        String group = "";
        for (KnownPoint point : KnownPoints.all()) {
            if (!point.group().equals(group)) {
                group = point.group();
                page.append("\n## ")
                        .append(group)
                        .append("\n\n| point | unit or type | what it is | 含义 | LwM2M |\n")
                        .append("|---|---|---|---|---|\n");
            }
            page.append("| `")
                    .append(point.name())
                    .append("` | ")
                    .append(unit(point.measured()))
                    .append(" | ")
                    .append(point.english())
                    .append(" | ")
                    .append(point.chinese())
                    .append(" | ")
                    .append(point.lwm2m())
                    .append(" |\n");
        }
        if (Boolean.getBoolean("guide.write")) {
            Files.writeString(GUIDE, page);
        }

        assertThat(Files.readString(GUIDE)).isEqualTo(page.toString());
    }

    private static String unit(Measured measured) {
        return switch (measured) {
            case Measured.Quantity(Unit unit) ->
                    "`" + unit + "`" + (unit.code().equals("1") ? "" : shown(unit));
            case Measured.Flag flag -> "flag";
            case Measured.Text text -> "text";
        };
    }

    private static String shown(Unit unit) {
        return unit.symbol().equals(unit.code()) ? "" : " (" + unit.symbol() + ")";
    }
}
