// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.profile.ShippedProfiles;

import java.util.List;
import java.util.Optional;

/** The registry over HTTP: what it does, and every refusal as a whole message. */
class RegistryRestIT {
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> opened = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        Desk started = Desk.start(config);
        desk = Optional.of(started);
        opened = Optional.of(new DeskClient(started.address(), config.data()));
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    private static DeskClient client() {
        return opened.orElseThrow();
    }

    @Test
    void tellsTheWholeProblemAsRfc9457Says() throws Exception {
        Told told =
                client().call(
                                "POST",
                                "/api/v1/devices",
                                "{\"id\":\"X-1\",\"profil\":\"generic-manhole-cover\"}");
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.mediaType()).isEqualTo("application/problem+json");
        assertThat(told.body())
                .isEqualTo(
                        "{\"type\":\"urn:lamplighter:problem:invalid\",\"title\":\"The device was"
                            + " not registered\",\"status\":422,\"detail\":\"profil: a member must"
                            + " be one that is known here; did you mean \\\"profile\\\"?\\n"
                            + "profile: this member is required, but is missing; add"
                            + " it\",\"instance\":\"/api/v1/devices\",\"faults\":[{\"where\":\"profil\",\"rule\":\"a"
                            + " member must be one that is known here\",\"hint\":\"did you mean"
                            + " \\\"profile\\\"?\"},{\"where\":\"profile\",\"rule\":\"this member"
                            + " is required, but is missing\",\"hint\":\"add it\"}]}");
    }

    @Test
    void saysEveryFaultOfADevice() throws Exception {
        assertThat(
                        faults(
                                422,
                                client().call(
                                                "POST",
                                                "/api/v1/devices",
                                                """
                                                {"id":"C 1","profile":"generic-manhole-cover","name":7,
                                                 "location":{"lon":31.2,"lat":121.5},"tags":["a b"],
                                                 "attributes":{"1x":"v","ok":{}},"token":"short","psk":"zz"}\
                                                """)))
                .containsExactly(
                        "id: an id must be 1 to 128 letters, digits and . _ : -, but is \"C 1\";"
                                + " choose such an id",
                        "name: it must be a text, but is a number; send a text",
                        "location.lat: lat must be within ±90 degrees, but is 121.5; give degrees"
                                + " north in WGS 84; are lon and lat swapped?",
                        "tags[0]: a tag must be 1 to 64 characters without blanks and , ; = \", but"
                                + " is \"a b\"; write it with - or _ instead",
                        "attributes: an attribute's name must be a letter followed by at most 63"
                                + " letters, digits, _ and -, but is \"1x\"; rename it",
                        "attributes.ok: it must be a text or a number, but is an object; send a"
                                + " text or a number",
                        "token: a token must be 16 to 256 printable ASCII characters without"
                            + " blanks, but this one has 5 characters; give a longer random token,"
                            + " or none and take the one that is made",
                        "psk: a psk must be 32 to 128 hexadecimal digits (16 to 64 bytes), but this"
                            + " one has 2 characters; give it in hexadecimal, or none and take the"
                            + " one that is made");
    }

    @Test
    void saysWhichProfileWasMeantAndWhichDeviceIsThereAlready() throws Exception {
        assertThat(faults(422, create("P-1", "generic-manhole-cove")))
                .containsExactly(
                        "profile: a device's profile must be registered, but"
                                + " \"generic-manhole-cove\" is not; did you mean"
                                + " \"generic-manhole-cover\"?");
        assertThat(create("P-1", "generic-manhole-cover").status()).isEqualTo(201);
        assertThat(faults(409, create("P-1", "generic-manhole-cover")))
                .containsExactly(
                        "id: the device \"P-1\" is registered already; PATCH it, or choose another"
                                + " id");
    }

    @Test
    void aTokenBelongsToOneDeviceOnly() throws Exception {
        String body =
                "{\"id\":\"%s\",\"profile\":\"generic-manhole-cover\",\"token\":\"a-token-of-the-fleet\"}";
        assertThat(client().call("POST", "/api/v1/devices", body.formatted("T-1")).status())
                .isEqualTo(201);
        assertThat(faults(409, client().call("POST", "/api/v1/devices", body.formatted("T-2"))))
                .containsExactly(
                        "token: a token may belong to one device only, but this one is another's;"
                                + " give another token");
    }

    @Test
    void refusesWhoShowsNoTokenOrAWrongOne() throws Exception {
        String hint = "; the first token is in the file admin.token in the data directory";
        assertThat(faults(401, client().send(client().request("GET", "/api/v1/devices", ""))))
                .containsExactly(
                        "header Authorization: an API token must be shown as \"Bearer <token>\","
                                + " but none is"
                                + hint);
        assertThat(
                        faults(
                                401,
                                client().send(
                                                client().request("GET", "/api/v1/devices", "")
                                                        .header("Authorization", "Bearer wrong"))))
                .containsExactly(
                        "header Authorization: the API token must be a known one, but the one shown"
                                + " is not"
                                + hint);
    }

    @Test
    void refusesUnknownPathsMethodsAndParameters() throws Exception {
        assertThat(faults(404, client().get("/api/v1/device")))
                .containsExactly(
                        "path /api/v1/device: a path must be a known one; see /api/openapi.json for"
                                + " all paths");
        assertThat(faults(405, client().call("PUT", "/api/v1/devices", "{}")))
                .containsExactly(
                        "method PUT: the path /api/v1/devices does not know this method; see"
                                + " /api/openapi.json for its methods");
        assertThat(faults(400, client().get("/api/v1/devices?limt=5")))
                .containsExactly(
                        "query limt: a query parameter must be one that this path knows; did you"
                                + " mean \"limit\"?");
        assertThat(faults(400, client().get("/api/v1/devices?limit=5&limit=6")))
                .containsExactly(
                        "query limit: a query parameter may be given once, but is given 2 times;"
                                + " give it once");
    }

    @Test
    void takesABodyOfTheBoundAndRefusesOneByteMore() throws Exception {
        int bound = 1 << 20;
        String json = "{\"name\":\"x\"}";
        String atBound = json + " ".repeat(bound - json.length());
        assertThat(client().call("PATCH", "/api/v1/devices/none", atBound).status()).isEqualTo(404);
        assertThat(faults(413, client().call("PATCH", "/api/v1/devices/none", atBound + " ")))
                .containsExactly(
                        "body: a body must have at most 1048576 bytes, but this one has more; send"
                                + " it in several requests");
    }

    @Test
    void keepsAnOldTokenForThirtyDaysAtMost() throws Exception {
        assertThat(create("O-1", "generic-manhole-cover").status()).isEqualTo(201);
        String path = "/api/v1/devices/O-1/credentials";
        assertThat(client().call("POST", path, "{\"overlap\":\"P30D\"}").status()).isEqualTo(201);
        assertThat(faults(422, client().call("POST", path, "{\"overlap\":\"P30DT1S\"}")))
                .containsExactly(
                        "overlap: it must be an ISO 8601 duration from PT0S to P30D, but is"
                                + " \"P30DT1S\"; write it such as PT24H");
    }

    @Test
    void aDeviceHasSixteenTokensInForceAtMost() throws Exception {
        assertThat(create("O-16", "generic-manhole-cover").status()).isEqualTo(201);
        String path = "/api/v1/devices/O-16/credentials";
        for (int tokens = 2; tokens <= 16; tokens++) {
            assertThat(client().call("POST", path, "{\"overlap\":\"P30D\"}").status())
                    .as("the token number " + tokens)
                    .isEqualTo(201);
        }
        assertThat(faults(409, client().call("POST", path, "{\"overlap\":\"P30D\"}")))
                .containsExactly(
                        "overlap: a device may have at most 16 tokens in force, and O-16 has as"
                                + " many; give the overlap PT0S, which ends all its other tokens at"
                                + " once, or wait until some have ended");
        assertThat(client().call("POST", path, "{\"overlap\":\"PT0S\"}").status()).isEqualTo(201);
        assertThat(client().call("POST", path, "{\"overlap\":\"P30D\"}").status()).isEqualTo(201);
    }

    @Test
    void saysThatADeviceIsNotThere() throws Exception {
        assertThat(faults(404, client().get("/api/v1/devices/nobody")))
                .containsExactly(
                        "path: a device must be registered, but \"nobody\" is not; look for it with"
                                + " GET /api/v1/devices");
    }

    @Test
    void importsAllLinesOrNoneAndKeepsWhatIsThereOnRequest() throws Exception {
        assertThat(
                        faults(
                                422,
                                importCsv(
                                        "",
                                        "id,profile,lat,lon\n"
                                                + "I-1,generic-manhole-cover,31,121\n"
                                                + "I-2,no-such,95,1\n")))
                .containsExactly(
                        "line 3, column lat: lat must be a number within ±90 degrees, but is"
                                + " \"95\"; give degrees in WGS 84; are lon and lat swapped?");
        assertThat(
                        faults(
                                422,
                                importCsv(
                                        "",
                                        "id,profile\nI-1,generic-manhole-cover\nI-2,no-such\n")))
                .singleElement(STRING)
                .startsWith(
                        "line 3, column profile: a device's profile must be registered, but"
                                + " \"no-such\" is not; use one of "
                                + ShippedProfiles.all().getFirst().id()
                                + ", ")
                .endsWith(", …");
        assertThat(client().get("/api/v1/devices/I-1").status()).isEqualTo(404);
        Told first =
                importCsv(
                        "",
                        "id,profile,feeder\n"
                                + "I-1,generic-streetlight,F1\n"
                                + "I-2,generic-streetlight,F1\n");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("created").asInt()).isEqualTo(2);
        String again =
                "id,profile,feeder\nI-2,generic-streetlight,F1\nI-3,generic-streetlight,F1\n";
        assertThat(faults(409, importCsv("", again)))
                .containsExactly(
                        "line 2, column id: the device \"I-2\" is registered already; PATCH it, or"
                                + " choose another id");
        Told kept = importCsv("?existing=keep", again);
        assertThat(kept.json().path("created").asInt()).isEqualTo(1);
        assertThat(kept.json().path("kept").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhereAProfileAndARulePackAreFaulty() throws Exception {
        List<String> profile =
                faults(422, client().call("PUT", "/api/v1/profiles/mine", "id: mine\nkindd: x\n"));
        assertThat(profile).isNotEmpty().allSatisfy(fault -> assertThat(fault).startsWith("body:"));
        assertThat(profile)
                .anySatisfy(fault -> assertThat(fault).contains("did you mean \"kind\"?"));
        assertThat(profile)
                .as("the line with its caret")
                .anySatisfy(fault -> assertThat(fault).contains("kindd: x\n").contains("^^^^^"));
        List<String> pack = faults(422, client().call("PUT", "/api/v1/rules/mine", "- idd: x\n"));
        assertThat(pack).isNotEmpty().allSatisfy(fault -> assertThat(fault).startsWith("body:"));
    }

    @Test
    void refusesAProfileThatBreaksItsOwnExamplesAndSaysWhichAndWhy() throws Exception {
        String path = "/api/v1/profiles/broken-scale";
        String yaml =
                """
                profile: broken-scale
                kind: water-level
                vendor: test
                model: test
                report: { every: 24h }
                points:
                  level: { unit: cm }
                layout:
                  binary:
                    fields: [ { type: u16, point: level, scale: %s } ]
                examples:
                  - title: a full well
                    hex: 01 2c
                    points: { level: 30 }
                  - title: a dry well
                    hex: 00 00
                    points: { level: 0 }
                  - title: a byte too many
                    hex: 01 2c 05
                    points: { level: 30 }
                """;
        List<String> broken = faults(422, client().call("PUT", path, yaml.formatted("1")));
        assertThat(broken).hasSize(2);
        assertThat(broken.getFirst())
                .isEqualTo(
                        "body:12: an example must give what it says, but \"a full well\" does not:"
                                + " level: expected 30.0, got 300.0; mend the layout or the"
                                + " example; lamplighter profile test shows the same before it is"
                                + " sent");
        assertThat(broken.getLast())
                .startsWith(
                        "body:18: an example must give what it says, but \"a byte too many\" does"
                                + " not: expected a reading, got the fault TOO_LONG: ");
        assertThat(client().get(path).status()).isEqualTo(404);

        String mended = yaml.formatted("0.1").replace("hex: 01 2c 05", "hex: 01 2c");
        assertThat(client().call("PUT", path, mended).status()).isEqualTo(200);
        // a correction that contradicts the manual is not taken, and the one in force stays
        assertThat(client().call("PUT", path, mended.replace("0.1", "0.01")).status())
                .isEqualTo(422);
        assertThat(client().get(path).json().path("yaml").asText()).isEqualTo(mended);
    }

    @Test
    void refusesOverridesThatCannotBeInForce() throws Exception {
        assertThat(faults(422, override("device:C-17", "{\"cover-displaced.limit\":80}")))
                .containsExactly(
                        "cover-displaced.limit: cover-displaced.limit is 5 to 60, not 80; choose a"
                                + " value within");
        assertThat(faults(422, override("device:C-17", "{\"cover-displaced.limits\":20}")))
                .containsExactly(
                        "cover-displaced.limits: the rule \"cover-displaced\" has no parameter"
                                + " \"limits\"; did you mean \"limit\"?");
        assertThat(faults(422, override("nowhere", "{}")))
                .containsExactly(
                        "path: a scope must be all, profile:<profile>, tag:<tag>, area:<area> or"
                            + " device:<device>, of at most 200 characters; write it so, such as"
                            + " device:C-17");
        assertThat(faults(404, client().call("PUT", "/api/v1/rules/none/parameters/all", "{}")))
                .containsExactly(
                        "path: a pack must be registered, but this one is not; see GET"
                                + " /api/v1/rules for those there are");
    }

    private static Told create(String id, String profile) throws Exception {
        return client().call(
                        "POST",
                        "/api/v1/devices",
                        "{\"id\":\"" + id + "\",\"profile\":\"" + profile + "\"}");
    }

    private static Told importCsv(String query, String csv) throws Exception {
        return client().call("POST", "/api/v1/devices/import" + query, csv);
    }

    private static Told override(String scope, String body) throws Exception {
        return client().call("PUT", "/api/v1/rules/cover/parameters/" + scope, body);
    }

    private static List<String> faults(int status, Told told) {
        assertThat(told.status()).as(told.body()).isEqualTo(status);
        return told.faults();
    }
}
