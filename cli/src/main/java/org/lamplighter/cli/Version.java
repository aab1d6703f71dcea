// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;

/** {@code lamplighter version}: the version of this build and of the Java it runs on. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class Version implements Callable<Integer>, IVersionProvider {
    @Override
    public Integer call() throws Exception {
        System.out.println(getVersion()[0]);
        return 0;
    }

    @Override
    public String[] getVersion() throws Exception {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return new String[] {
            "lamplighter "
                    + properties.getProperty("version")
                    + " on Java "
                    + Runtime.version().feature()
        };
    }
}
