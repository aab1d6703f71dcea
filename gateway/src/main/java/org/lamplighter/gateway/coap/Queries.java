// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.Request;

import java.util.Optional;

/** Reads {@code ?name=value}. Pure. */
final class Queries {
    private Queries() {}

    /** The value of the first query option of this name. */
    static Optional<String> find(Request request, String name) {
        return request.getOptions().getUriQuery().stream()
                .filter(query -> query.startsWith(name + "="))
                .map(query -> query.substring(name.length() + 1))
                .findFirst();
    }
}
