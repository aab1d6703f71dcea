// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import java.nio.file.Path;

/**
 * The files of a data directory that people and other commands look at.
 *
 * @param data the data directory
 */
public record DataFiles(Path data) {
    public DataFiles {
        data = data.toAbsolutePath().normalize();
    }

    /** The first admin token, mode 0600. */
    public Path adminToken() {
        return data.resolve("admin.token");
    }

    public Path logs() {
        return data.resolve("logs");
    }

    public Path log() {
        return logs().resolve("lamplighter.log");
    }

    /** The secret of the demo's receiver, mode 0600. */
    public Path demoSecret() {
        return data.resolve("demo-receiver.secret");
    }

    /** The tokens of the simulated devices, mode 0600. */
    public Path cityTokens() {
        return data.resolve("simulated-city.tokens");
    }
}
