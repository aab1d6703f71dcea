// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A machine without what the tests on TimescaleDB need hears so; nothing is skipped. */
class TimescaleServerTest {
    @TempDir Path home;

    @Test
    void saysThatNodeIsMissing() {
        assertThatThrownBy(() -> TimescaleServer.start(home, "no-such-node", "npm"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the tests on TimescaleDB need Node.js 20 or newer with npm, but"
                                + " \"no-such-node\" cannot be started; install it (Debian: apt-get"
                                + " install nodejs npm) and run the build again");
    }

    @Test
    void saysThatNodeIsTooOld() throws Exception {
        Path old = program("old-node", "echo v19.9.0");
        assertThatThrownBy(() -> TimescaleServer.start(home, old.toString(), "npm"))
                .hasMessage(
                        "the tests on TimescaleDB need Node.js 20 or newer with npm, but \""
                                + old
                                + " --version\" says v19.9.0; install it (Debian: apt-get install"
                                + " nodejs npm) and run the build again");
    }

    @Test
    void saysThatNpmIsMissing() throws Exception {
        String node = program("node", "echo v20.0.0").toString();
        assertThatThrownBy(() -> TimescaleServer.start(home, node, "no-such-npm"))
                .hasMessage(
                        "the tests on TimescaleDB need Node.js 20 or newer with npm, but"
                                + " \"no-such-npm\" cannot be started; install it (Debian: apt-get"
                                + " install nodejs npm) and run the build again");
    }

    @Test
    void saysWhatNpmSaidWhenThePackageDoesNotCome() throws Exception {
        String node = program("node", "echo v20.0.0").toString();
        String npm = program("npm", "echo no network; exit 1").toString();
        assertThatThrownBy(() -> TimescaleServer.start(home, node, npm))
                .hasMessage(
                        "the tests on TimescaleDB need an npm package, but \"npm ci\" in "
                                + home
                                + " failed; check the network or npm's registry setting. It"
                                + " said:\nno network\n");
    }

    private Path program(String name, String line) throws Exception {
        Path program = Files.writeString(home.resolve(name), "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
