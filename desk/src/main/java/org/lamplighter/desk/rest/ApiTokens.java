// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.seal.SecretFile;
import org.lamplighter.registry.Credentials;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;

/**
 * The API tokens, kept as SHA-256 hashes. Safe to share between threads.
 *
 * <p>The first admin token is the line of {@code admin.token}: whoever may read that file is an
 * administrator, and deleting it and starting again makes another. A token stays valid until its
 * row is deleted.
 */
public final class ApiTokens {
    private static final int RANDOM_BYTES = 24;

    private final Jdbi jdbi;

    public ApiTokens(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Sees to it that the token in {@code file}, made if absent, is valid. */
    public void admitAdmin(Path file, InstantSource clock) {
        String token = SecretFile.readOrCreate(file, "admin token", ApiTokens::random);
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        "insert into api_token (hash, name, created_at) values"
                                                + " (:hash, 'admin', :now) on conflict (hash) do"
                                                + " nothing")
                                .bind("hash", Credentials.hashOf(token))
                                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .execute());
    }

    /** Whose token it is. */
    public Optional<Principal> find(String token) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select name from api_token where hash = :hash")
                                .bind("hash", Credentials.hashOf(token))
                                .mapTo(String.class)
                                .findOne()
                                .map(Principal::new));
    }

    /** 192 random bits as text that needs no quoting anywhere. */
    public static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
