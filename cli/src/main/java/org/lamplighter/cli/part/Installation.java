// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.lamplighter.cli.up.StartupException;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where this program's own files are. */
final class Installation {
    private Installation() {}

    /**
     * The job jar that was built with this program: {@code job/lamplighter-job.jar} beside the
     * folder of its libraries.
     *
     * @throws StartupException if the program does not run from its libraries
     */
    static Path jobJar() {
        CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
        try {
            Path code = Path.of(source.getLocation().toURI());
            Path libraries = code.getParent();
            if (libraries != null && libraries.getParent() != null) {
                return libraries.getParent().resolve("job").resolve("lamplighter-job.jar");
            }
        } catch (URISyntaxException e) {
            throw new StartupException("this program's own folder is not a path", e);
        }
        throw new StartupException("the job jar is not beside this program; name it with jobs.jar");
    }
}
