// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The profiles that come with the program, as resources. */
public final class ShippedProfiles {
    private static final List<String> IDS =
            List.of(
                    "axioma-qalcosonic-w1",
                    "b-meters-iwm-lr3",
                    "bosch-tps110",
                    "browan-tbdw100",
                    "decentlab-dl-lid",
                    "decentlab-dl-mbx",
                    "decentlab-dl-pm",
                    "decentlab-dl-pr26",
                    "decentlab-dl-tbrg",
                    "digital-matter-oyster",
                    "digital-matter-yabby-edge",
                    "dingtek-dc410",
                    "dingtek-df530",
                    "dingtek-df702",
                    "dingtek-do200",
                    "dragino-laq4",
                    "dragino-ldds04",
                    "dragino-ldds75",
                    "dragino-lds02",
                    "dragino-lds03a",
                    "dragino-lmds200",
                    "dragino-lwl02",
                    "elsys-ers",
                    "emu-professional-ii",
                    "generic-light-cabinet",
                    "generic-manhole-cover",
                    "generic-parking-bay",
                    "generic-streetlight",
                    "imst-ioke868",
                    "keller-adt1",
                    "milesight-at101",
                    "milesight-em300-mcs",
                    "milesight-em310-tilt",
                    "milesight-em310-udl",
                    "milesight-em400-mud",
                    "milesight-em400-mud-nb",
                    "milesight-em500-swl",
                    "milesight-gs101",
                    "milesight-ws301",
                    "milesight-ws558",
                    "milesight-wts506",
                    "mutelcor-mh01",
                    "nas-ul20xx",
                    "netvox-r311a",
                    "netvox-r311da",
                    "netvox-r718mba",
                    "netvox-r718n3",
                    "noah-trashbin",
                    "nwave-ncc405",
                    "nwave-nps405",
                    "rakwireless-wisblock",
                    "synetica-enlink-oaq",
                    "tektelic-t0006909",
                    "uradmonitor-industrial",
                    "yobiiq-em4301");

    /** The texts that were asked for; no more than there are ids. */
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private ShippedProfiles() {}

    /**
     * A profile that comes with the program.
     *
     * @param id its id
     * @param yaml its text
     */
    public record Shipped(String id, String yaml) {
        /** The name of its file. */
        public String fileName() {
            return id + ".profile.yaml";
        }

        /** The profile; that it is valid is a test of the build. */
        public DeviceProfile profile() {
            return switch (ProfileParser.parse(fileName(), yaml)) {
                case ParsedProfile.Valid valid -> valid.profile();
                case ParsedProfile.Faulty faulty ->
                        throw new IllegalStateException(
                                "a shipped profile is faulty: " + faulty.issues().getFirst());
            };
        }
    }

    /** All of them, by id. */
    public static List<Shipped> all() {
        return IDS.stream().map(ShippedProfiles::require).toList();
    }

    /**
     * The one of an id.
     *
     * @throws IllegalArgumentException if none of that id is shipped
     */
    public static Shipped require(String id) {
        return findText(id)
                .map(text -> new Shipped(id, text))
                .orElseThrow(
                        () -> new IllegalArgumentException("no profile \"" + id + "\" is shipped"));
    }

    /** Whether this text is that of the shipped profile of an id, which is known to be valid. */
    public static boolean isShipped(String id, String yaml) {
        return IDS.contains(id)
                && TEXTS.computeIfAbsent(id, key -> require(key).yaml()).equals(yaml);
    }

    /** Their ids. */
    static List<String> ids() {
        return IDS;
    }

    /** The text of the one of an id. */
    static Optional<String> findText(String id) {
        if (!IDS.contains(id)) {
            return Optional.empty();
        }
        String name = "/org/lamplighter/packs/" + id + ".profile.yaml";
        try (InputStream in = ShippedProfiles.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
