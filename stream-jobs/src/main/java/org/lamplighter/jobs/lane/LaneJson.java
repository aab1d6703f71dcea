// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the JSON that a lane wrote into its own cells. Stateless. */
final class LaneJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private LaneJson() {}

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a cell of " + json.length + " bytes is no JSON", e);
        }
    }
}
