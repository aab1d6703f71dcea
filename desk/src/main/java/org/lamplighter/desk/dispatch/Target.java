// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import java.time.Instant;
import java.util.List;

/**
 * A dispatch system that receives case events.
 *
 * @param id its key in the database
 * @param name what people and URLs call it
 * @param url where events are posted to
 * @param secrets in force, the newest first: two while one is being rotated, else one
 * @param enabled whether it receives events
 * @param disabledReason why not; empty while it is enabled
 * @param createdAt since when there is such a target
 */
public record Target(
        long id,
        String name,
        String url,
        List<WebhookSecret> secrets,
        boolean enabled,
        String disabledReason,
        Instant createdAt) {
    public Target {
        secrets = List.copyOf(secrets);
    }
}
