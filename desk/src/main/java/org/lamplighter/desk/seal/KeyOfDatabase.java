// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.registry.MasterKey;

import java.nio.file.Path;

/**
 * The database remembers which master key its secrets are sealed under, so that desks with
 * different keys never share one.
 */
public final class KeyOfDatabase {
    private KeyOfDatabase() {}

    /**
     * Demands that the key is the one that this database's secrets are sealed under. The first to
     * ask settles which that is.
     *
     * @param file where the key was read, for the message
     * @param url of the database, for the message
     * @throws SecretFileException if it is another
     */
    public static void demandSame(Jdbi jdbi, MasterKey key, Path file, String url) {
        String here = key.fingerprint();
        String there = jdbi.inTransaction(handle -> settled(handle, here));
        if (!here.equals(there)) {
            throw new SecretFileException(
                    "the master key "
                            + file
                            + " is not the one that the secrets in "
                            + url
                            + " are sealed under (its fingerprint is "
                            + here
                            + " and must be "
                            + there
                            + "); copy the master.key of a desk that runs on this database to this"
                            + " place, or name another database");
        }
    }

    private static String settled(Handle handle, String fingerprint) {
        handle.createUpdate(
                        "insert into master_key (fingerprint) values (:fingerprint) on conflict do"
                                + " nothing")
                .bind("fingerprint", fingerprint)
                .execute();
        return handle.createQuery("select fingerprint from master_key").mapTo(String.class).one();
    }
}
