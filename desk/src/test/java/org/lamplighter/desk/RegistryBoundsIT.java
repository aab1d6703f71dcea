// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.log.Change;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

/** How much the registry holds, at each limit and one past it, on a real desk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryBoundsIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String LIMIT = "cover-displaced.limit";

    private DeskConfig config;
    private Desk desk;
    private DeskClient client;

    @BeforeAll
    void start() throws Exception {
        config = RealServers.freshDesk();
        desk = Desk.start(config);
        client = new DeskClient(desk.address(), config.data());
    }

    @AfterAll
    void stop() {
        client.close();
        desk.close();
    }

    /** What is shipped stays. */
    @BeforeEach
    void empty() throws Exception {
        String made = " ~ '^(p-[0-9]+|one-more|big)$'";
        execute("delete from rule_override");
        execute("delete from rule_pack where name" + made);
        execute("delete from device");
        execute("delete from profile where id" + made);
    }

    @Test
    void aPageHas500Things() throws Exception {
        execute(
                "insert into device (id, profile, name, tags, attributes, disabled, sealed_psk,"
                        + " created_at, updated_at) select 'D-' || lpad(i::text, 3, '0'),"
                        + " 'generic-streetlight', '', '{}', '{}', false, '', now(), now() from"
                        + " generate_series(1, 501) i");

        Told first = client.get("/api/v1/devices?limit=500");
        Told refused = client.get("/api/v1/devices?limit=501");

        assertThat(first.json().path("devices")).hasSize(500);
        assertThat(first.json().path("next").asText()).isEqualTo("D-500");
        assertThat(client.get("/api/v1/devices?limit=500&after=D-500").json().path("devices"))
                .hasSize(1);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.faults())
                .containsExactly(
                        "query limit: a page has 1 to 500 things, not 501; ask for several pages"
                                + " with after");
    }

    @Test
    void thereMayBe1000ProfilesAndNewEditionsOfThem() throws Exception {
        long there = count("select count(*) from profile");
        execute(
                "insert into profile (id, version, yaml, updated_at, updated_by) select 'p-' || i,"
                        + " 1, '', now(), 'test' from generate_series(1, "
                        + (999 - there)
                        + ") i");
        String yaml = ShippedProfiles.all().getFirst().yaml();
        String id = ShippedProfiles.all().getFirst().id();

        Told atLimit = putProfile("one-more", renamed(yaml, id, "one-more"));
        Told onePast = putProfile("too-many", renamed(yaml, id, "too-many"));

        assertThat(atLimit.status()).as(atLimit.body()).isEqualTo(200);
        assertThat(onePast.status()).isEqualTo(409);
        assertThat(onePast.faults())
                .containsExactly(
                        "path: there may be 1000 profiles, and there are as many; PUT a new edition"
                                + " of one that is no longer needed");
        assertThat(putProfile(id, yaml + "# once more\n").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/profiles").json().path("profiles")).hasSize(1000);
    }

    @Test
    void thereMayBe64PacksAndNewEditionsOfThem() throws Exception {
        long there = count("select count(*) from rule_pack");
        execute(
                "insert into rule_pack (name, version, yaml, updated_at, updated_by) select 'p-' ||"
                        + " i, 1, '', now(), 'test' from generate_series(1, "
                        + (63 - there)
                        + ") i");
        String yaml = ShippedPacks.all().getFirst().yaml();

        Told atLimit = client.call("PUT", "/api/v1/rules/one-more", yaml);
        Told onePast = client.call("PUT", "/api/v1/rules/too-many", yaml);

        assertThat(atLimit.status()).as(atLimit.body()).isEqualTo(200);
        assertThat(onePast.status()).isEqualTo(409);
        assertThat(onePast.faults())
                .containsExactly(
                        "path: there may be 64 packs, and there are as many; put these rules into"
                                + " one of them");
        assertThat(client.call("PUT", "/api/v1/rules/one-more", yaml + "# again\n").status())
                .isEqualTo(200);
    }

    @Test
    void aPackHas2000Overrides() throws Exception {
        fill("cover", 1_999, 12);

        assertThat(override("cover", "device:last", "20").status()).isEqualTo(200);
        Told onePast = override("cover", "device:one-more", "20");

        assertThat(onePast.status()).isEqualTo(422);
        assertThat(onePast.faults())
                .containsExactly(
                        "body: a pack has at most 2000 overrides, but with these there would be"
                                + " 2001; use a tag or an area instead of single devices");
        assertThat(override("cover", "device:last", "30").status()).isEqualTo(200);
        assertThat(count("select count(*) from rule_override")).isEqualTo(2_000);
    }

    @Test
    void aScopeHas200Characters() throws Exception {
        String atLimit = "tag:" + "x".repeat(196);

        assertThat(override("cover", atLimit, "20").status()).isEqualTo(200);
        assertThat(override("cover", atLimit + "x", "20").faults())
                .containsExactly(
                        "path: a scope must be all, profile:<profile>, tag:<tag>, area:<area> or"
                            + " device:<device>, of at most 200 characters; write it so, such as"
                            + " device:C-17");
    }

    @Test
    void aPackWithItsOverridesFitsOneRecordOfTheLogToTheByte() throws Exception {
        // the longest text in characters that take three bytes each leaves little room
        String yaml = coverPack();
        String longest = "#e" + "井".repeat(256 * 1024 - yaml.length() - 3) + "\n" + yaml;
        assertThat(client.call("PUT", "/api/v1/rules/big", longest).status()).isEqualTo(200);
        assertThat(override("big", "device:a", "30").status()).isEqualTo(200);
        assertThat(override("big", "device:a", "20").status()).isEqualTo(200);
        int scope = 130;
        int each =
                ("{\"scope\":\"\",\"parameter\":\"" + LIMIT + "\",\"value\":\"20\"},").length()
                        + scope;
        int room = 1_000_000 - latestRecord("big");
        fill("big", room / each, scope);
        String atLimit = "device:a" + "a".repeat(room % each);
        assertThat(client.call("PUT", overridesOf("big", "device:a"), "{}").status())
                .isEqualTo(200);

        Told onePast = override("big", atLimit + "a", "20");
        Told fits = override("big", atLimit, "20");

        assertThat(onePast.status()).isEqualTo(422);
        assertThat(onePast.faults())
                .containsExactly(
                        "body: a pack with its overrides has at most 1000000 bytes in the log, but"
                            + " with this there would be 1000001; use a tag or an area instead of"
                            + " single devices, or split the pack into two");
        assertThat(fits.status()).as(fits.body()).isEqualTo(200);
        assertThat(latestRecord("big")).isEqualTo(1_000_000);
        Await.until(
                "the log has taken it",
                BOUND,
                () -> count("select count(*) from change where sent_at is null") == 0);
        // é takes one byte more than e
        Told longerText = client.call("PUT", "/api/v1/rules/big", longest.replaceFirst("e", "é"));
        assertThat(longerText.faults()).isEqualTo(onePast.faults());
    }

    private static String renamed(String yaml, String id, String name) {
        return yaml.replace("profile: " + id, "profile: " + name);
    }

    private static String coverPack() {
        return ShippedPacks.all().stream()
                .filter(pack -> pack.name().equals("cover"))
                .findFirst()
                .orElseThrow()
                .yaml();
    }

    private Told putProfile(String id, String yaml) throws Exception {
        return client.call("PUT", "/api/v1/profiles/" + id, yaml);
    }

    private Told override(String pack, String scope, String value) throws Exception {
        return client.call("PUT", overridesOf(pack, scope), "{\"" + LIMIT + "\":" + value + "}");
    }

    private static String overridesOf(String pack, String scope) {
        return "/api/v1/rules/" + pack + "/parameters/" + scope;
    }

    /** Overrides of as many devices, whose scopes have {@code length} characters each. */
    private void fill(String pack, int overrides, int length) throws Exception {
        execute(
                "insert into rule_override (pack, scope, parameter, value) select '"
                        + pack
                        + "', 'device:' || lpad(i::text, "
                        + (length - "device:".length())
                        + ", '0'), '"
                        + LIMIT
                        + "', '20' from generate_series(1, "
                        + overrides
                        + ") i");
    }

    /** How many bytes the latest change of a pack has in the log. */
    private int latestRecord(String pack) throws Exception {
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select version, body from change where kind = 'rules' and key = '"
                                        + pack
                                        + "' order by version desc limit 1")) {
            assertThat(row.next()).isTrue();
            return new Change(
                            Change.Kind.RULES,
                            pack,
                            row.getLong("version"),
                            new Change.Effect.Put(
                                    (ObjectNode)
                                            new ObjectMapper().readTree(row.getString("body"))))
                    .toJson()
                    .length;
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws Exception {
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
