// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DeviceId;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class DevicesCsvTest {
    @Test
    void readsDevicesWithAttributesTagsAndCredentials() {
        DevicesCsv.Parsed parsed =
                DevicesCsv.parse(
                        """
                        \ufeffid,profile,name,lon,lat,tags,token,psk,drainage_main
                        C-1,generic-manhole-cover,"Main St, ""north\"" side",121.5,31.2,storm; old,0123456789abcdef,00ff,M3\r
                        C-2,generic-manhole-cover,,,,,,,

                        """);
        assertThat(parsed).isInstanceOf(DevicesCsv.Parsed.Valid.class);
        List<DevicesCsv.Row> rows = ((DevicesCsv.Parsed.Valid) parsed).rows();
        assertThat(rows).hasSize(2);
        Device first = rows.getFirst().device();
        assertThat(first.name()).isEqualTo("Main St, \"north\" side");
        assertThat(first.location()).isEqualTo(new Location.At(121.5, 31.2));
        assertThat(first.tags()).containsExactly("old", "storm");
        assertThat(first.attributes()).isEqualTo(Map.of("drainage_main", "M3"));
        assertThat(rows.getFirst().token()).isEqualTo("0123456789abcdef");
        assertThat(rows.getFirst().psk()).isEqualTo("00ff");
        assertThat(rows.get(1).device().id()).isEqualTo(new DeviceId("C-2"));
        assertThat(rows.get(1).line()).isEqualTo(3);
        assertThat(rows.get(1).device().location()).isEqualTo(new Location.Unknown());
    }

    @Test
    void saysEveryFaultWithItsLineAndColumn() {
        assertThat(
                        faults(
                                """
                                id,profile,lon,lat
                                C 1,p,1,2
                                C-2,,31.2,121.5
                                C-3,p,5,
                                C-4,p
                                C-5,p,east,1
                                """))
                .containsExactly(
                        "line 2, column id: an id must be 1 to 128 letters, digits and . _ : -, but"
                                + " is \"C 1\"; choose such an id",
                        "line 3, column profile: a device must have a profile, but this is empty;"
                                + " name one",
                        "line 3, column lat: lat must be a number within ±90 degrees, but is"
                                + " \"121.5\"; give degrees in WGS 84; are lon and lat swapped?",
                        "line 4, column lat: lon and lat must both be given or both be empty, but"
                                + " this is empty; add it",
                        "line 5: a line must have as many fields as there are columns, 4, but this"
                                + " one has 2; put fields with a comma into quotes",
                        "line 6, column lon: lon must be a number within ±180 degrees, but is"
                                + " \"east\"; give degrees in WGS 84; are lon and lat swapped?");
    }

    @Test
    void saysWhatIsWrongWithTheHeader() {
        assertThat(faults(""))
                .containsExactly(
                        "line 1: the first line must name the columns, but the file is empty; begin"
                                + " with id,profile,name");
        assertThat(faults("id,profil,id,\n"))
                .containsExactly(
                        "line 1, column id: a column may stand once, but stands twice; rename one",
                        "line 1: every column must have a name, but one has none; name it",
                        "line 1, column profile: this column is required, but is missing;"
                                + " did you mean it by \"profil\"?");
    }

    @Test
    void aChildHasAParentAndNoCredentials() {
        assertThat(DevicesCsv.parse("id,profile,parent\nbox,c,\nbox.5,p,box\n"))
                .isInstanceOfSatisfying(
                        DevicesCsv.Parsed.Valid.class,
                        valid ->
                                assertThat(valid.rows())
                                        .extracting(row -> row.device().parent())
                                        .containsExactly(
                                                Optional.empty(),
                                                Optional.of(new DeviceId("box"))));
        assertThat(faults("id,profile,parent,token\nbox.5,p,box,0123456789abcdef\nx,p,box,\n"))
                .containsExactly(
                        "line 2, column token: a child never connects itself and has no token;"
                                + " leave it out",
                        "line 3, column id: a child of \"box\" must be called by that id, a point"
                                + " and letters, digits, _ or -, but is called \"x\"; call it as"
                                + " its parent's frames do, such as box.1");
    }

    @Test
    void tellsAHundredFaultsAndCountsTheRest() {
        assertThat(DevicesCsv.parse("id,profile\n" + "a b,p\n".repeat(100)))
                .isInstanceOfSatisfying(
                        DevicesCsv.Parsed.Faulty.class,
                        faulty -> {
                            assertThat(faulty.faults()).hasSize(100);
                            assertThat(faulty.untold()).isZero();
                        });
        assertThat(DevicesCsv.parse("id,profile\n" + "a b,p\n".repeat(102) + "C-1,p\n"))
                .isInstanceOfSatisfying(
                        DevicesCsv.Parsed.Faulty.class,
                        faulty -> {
                            assertThat(faulty.faults()).hasSize(100);
                            assertThat(faulty.untold()).isEqualTo(2);
                            assertThat(faulty.rows())
                                    .extracting(DevicesCsv.Row::line)
                                    .containsExactly(104);
                        });
    }

    @Test
    void hasAsManyDevicesAsItMayAndNoMore() {
        String two = "id,profile\nC-1,p\n\nC-2,p\n";
        assertThat(DevicesCsv.parse(two, 2)).isInstanceOf(DevicesCsv.Parsed.Valid.class);
        assertThat(DevicesCsv.parse(two + "C 3,p\n", 2))
                .isInstanceOfSatisfying(
                        DevicesCsv.Parsed.Faulty.class,
                        faulty ->
                                assertThat(faulty.faults())
                                        .extracting(CsvFault::toString)
                                        .containsExactly(
                                                "line 5: a file may have 2 devices, but this is the"
                                                        + " line of one more; split it"));
    }

    @Test
    void hasNineColumnsAndSixtyFourAttributesAndNoMore() {
        String columns = "id,profile,name,lon,lat,tags,token,psk,parent";
        StringBuilder header = new StringBuilder(columns);
        for (int i = 0; i < 64; i++) {
            header.append(",a").append(i);
        }
        String row = "\nC-1,p" + ",".repeat(71);
        assertThat(DevicesCsv.parse(header + row)).isInstanceOf(DevicesCsv.Parsed.Valid.class);
        assertThat(faults(header + row + ","))
                .containsExactly(
                        "line 2: a line must have as many fields as there are columns, 73, but this"
                                + " one has 74; put fields with a comma into quotes");
        assertThat(faults(header + ",a64" + row))
                .containsExactly(
                        "line 1: a file may have 73 columns, 64 of them attributes, but this one"
                                + " has 74; leave some out");
        // 32 MiB of one line: of its fields 73 are kept
        assertThat(faults(",".repeat(1 << 25)))
                .containsExactly(
                        "line 1: a file may have 73 columns, 64 of them attributes, but this one"
                                + " has 33554433; leave some out");
    }

    @Test
    void showsTheBeginningOfALongColumnName() {
        String name = "x".repeat(1 << 24);
        assertThat(faults("id," + name + "," + name))
                .containsExactly(
                        "line 1, column "
                                + "x".repeat(64)
                                + "…: a column may stand once, but stands twice; rename one",
                        "line 1, column profile: this column is required, but is missing; add it");
    }

    @Test
    void saysWhichDevicesTheFaultsAreOf() {
        assertThat(lost("id,profile\nC-1,\nC 3,p\n"))
                .isEqualTo(new DevicesCsv.Lost(Set.of("C-1", "C 3"), false));
        assertThat(lost("id,profile\nC-1,p,\n").unnamed()).isTrue();
        assertThat(lost("id,profile\n\"C-1\"x,p\n").unnamed()).isTrue();
        assertThat(lost("id,profile\n" + "C-1,p\n".repeat(3)).unnamed()).isTrue();
    }

    private static DevicesCsv.Lost lost(String text) {
        return switch (DevicesCsv.parse(text, 2)) {
            case DevicesCsv.Parsed.Valid valid -> DevicesCsv.Lost.NONE;
            case DevicesCsv.Parsed.Faulty faulty -> faulty.lost();
        };
    }

    @Test
    void saysWhereQuotesAreWrong() {
        assertThat(faults("id,profile\n\"C-1\"x,p\nC-2,\"p\n"))
                .containsExactly(
                        "line 2: a comma or the line's end must follow a closing quote, but more"
                                + " text does; double the quotes within the field",
                        "line 3: a quoted field must end with a quote, but the file ends first;"
                                + " close it");
    }

    private static List<String> faults(String text) {
        return switch (DevicesCsv.parse(text)) {
            case DevicesCsv.Parsed.Valid valid -> List.of();
            case DevicesCsv.Parsed.Faulty faulty ->
                    faulty.faults().stream().map(CsvFault::toString).toList();
        };
    }
}
