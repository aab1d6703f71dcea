// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.yaml.YamlReader;

/**
 * How much a back-test takes in: its frames are held in memory, because a file may have them in any
 * order.
 *
 * @param frames the most frames
 * @param payloadBytes the most bytes of all their payloads together
 * @param lineLength the most characters of a frame's line; the largest frame needs two thirds
 * @param devicesBytes the largest file of devices
 * @param yamlBytes the largest file of a profile or rule pack: as many bytes as its characters may
 *     have
 * @param profileFiles the most files of profiles in a directory
 */
record BacktestLimits(
        int frames,
        long payloadBytes,
        int lineLength,
        long devicesBytes,
        long yamlBytes,
        int profileFiles) {
    /** Those of the product: what its heap of 1 GiB holds. */
    static final BacktestLimits DEFAULT =
            new BacktestLimits(
                    1_000_000,
                    128L << 20,
                    128 << 10,
                    16L << 20,
                    4L * YamlReader.MAX_LENGTH,
                    ProfileCatalog.MAX_PROFILES);
}
