// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import org.lamplighter.desk.dispatch.egress.Answer;
import org.lamplighter.desk.dispatch.egress.EgressGuard;
import org.lamplighter.desk.dispatch.egress.HttpPost;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs one event and posts it to a target (Standard Webhooks 1.0). Safe to share between threads;
 * blocks.
 */
final class WebhookSender {
    private final EgressGuard guard;
    private final HttpPost post;

    WebhookSender(EgressGuard guard, HttpPost post) {
        this.guard = guard;
        this.post = post;
    }

    /** Sends {@code body} under {@code id}; the timestamp and signatures are this try's own. */
    Answer send(Target target, String id, String body, Instant now) {
        return switch (guard.check(target.url())) {
            case EgressGuard.Verdict.Refused refused ->
                    new Answer.NotTaken(refused.fault(), 0, refused.reason(), Duration.ZERO);
            case EgressGuard.Verdict.Allowed allowed -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                yield post.send(allowed, headers(target, id, bytes, now), bytes);
            }
        };
    }

    private static Map<String, String> headers(Target target, String id, byte[] body, Instant now) {
        long second = now.getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/cloudevents+json; charset=utf-8");
        headers.put("User-Agent", "Lamplighter");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", String.valueOf(second));
        headers.put(
                "webhook-signature",
                target.secrets().stream()
                        .map(secret -> secret.sign(id, second, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }
}
