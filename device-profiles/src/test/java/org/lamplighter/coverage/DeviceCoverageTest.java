// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Decodes a folder of other people's frames, given as {@code -Dvectors=FOLDER}; without it the
 * build does not register this class. With {@code -Dguide.write=true} it writes the page that it
 * otherwise compares.
 */
class DeviceCoverageTest {
    private static final Path PAGE = Path.of("..", "docs", "device-coverage.md");

    @Test
    void pageSaysWhichFramesAreReadRight() throws IOException {
        List<VectorFile> files = VectorFile.all(folder());

        assertThat(files).as("the *.json of the folder of -Dvectors").isNotEmpty();
        assertThat(files).allSatisfy(file -> assertThat(file.vectors()).isNotEmpty());
        CoverageReport report = CoverageReport.of(files);
        assertThat(report.strangers()).as("frames and fields that only a mapping has").isEmpty();
        String page = report.markdown();
        System.out.println(page.substring(page.indexOf("| | right |"), page.indexOf("\n## ")));
        if (Boolean.getBoolean("guide.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    private static Path folder() {
        String folder = System.getProperty("vectors", "");
        assertThat(folder).as("-Dvectors=FOLDER, the folder of vectors").isNotEmpty();
        return Path.of(System.getProperty("vectors.base", "")).resolve(folder);
    }
}
