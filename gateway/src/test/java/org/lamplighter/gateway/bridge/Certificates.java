// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test and a broker's certificate from it, made by the JDK's keytool. */
final class Certificates {
    private static final String PASSWORD = "for-this-test-only";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** Makes both; the broker's is for one DNS name. */
    static Certificates make(Path folder, String dnsName) throws Exception {
        return make(folder, dnsName, "-1d");
    }

    /** The same, but the broker's was valid last week only. */
    static Certificates makeExpired(Path folder, String dnsName) throws Exception {
        return make(folder, dnsName, "-7d");
    }

    private static Certificates make(Path folder, String dnsName, String since) throws Exception {
        Files.createDirectories(folder);
        Certificates made = new Certificates(folder);
        String authority = "CN=An authority of tests";
        made.keytool("-alias", "ca", "-dname", authority, "-startdate", "-1d", "-ext", "bc:c");
        made.keytool(
                "-alias",
                "broker",
                "-dname",
                "CN=broker",
                "-startdate",
                since,
                "-signer",
                "ca",
                "-ext",
                "san=dns:" + dnsName);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        pem(made.authority(), "CERTIFICATE", store.getCertificate("ca").getEncoded());
        Certificate own = store.getCertificateChain("broker")[0];
        pem(made.certificate(), "CERTIFICATE", own.getEncoded());
        byte[] key = store.getKey("broker", PASSWORD.toCharArray()).getEncoded();
        pem(made.key(), "PRIVATE KEY", key);
        return made;
    }

    Path authority() {
        return folder.resolve("ca.pem");
    }

    Path certificate() {
        return folder.resolve("broker.pem");
    }

    Path key() {
        return folder.resolve("broker.key");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-validity",
                                "3",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                folder.resolve("store.p12").toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static void pem(Path file, String what, byte[] bytes) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
