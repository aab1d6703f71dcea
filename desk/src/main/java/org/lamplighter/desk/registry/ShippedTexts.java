// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import org.jdbi.v3.core.Handle;
import org.lamplighter.desk.change.ChangeLog;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/**
 * Brings the shipped profiles and rule packs into the registry: those that are absent, and those
 * whose shipped text changed and that nobody edited here. What an operator edited stays as it is.
 */
final class ShippedTexts {
    /** The author of what is shipped. */
    static final String AUTHOR = "lamplighter";

    private static final Logger LOG = LoggerFactory.getLogger(ShippedTexts.class);

    private ShippedTexts() {}

    /** Does it within one transaction of the registry. */
    static void bring(ChangeLog.Writing writing) {
        for (ShippedProfiles.Shipped profile : ShippedProfiles.all()) {
            if (isWanted(writing.handle(), TextStore.PROFILES, profile.id(), profile.yaml())) {
                Profiles.put(writing, profile.id(), profile.yaml());
                TextStore.PROFILES.noteShipped(
                        writing.handle(), profile.id(), TextStore.hashOf(profile.yaml()));
            }
        }
        for (ShippedPacks.Shipped pack : ShippedPacks.all()) {
            if (isWanted(writing.handle(), TextStore.RULE_PACKS, pack.name(), pack.yaml())) {
                RulePacks.put(
                        writing,
                        pack.name(),
                        pack.yaml(),
                        RulePacks.overrides(writing.handle(), pack.name()));
                TextStore.RULE_PACKS.noteShipped(
                        writing.handle(), pack.name(), TextStore.hashOf(pack.yaml()));
            }
        }
    }

    private static boolean isWanted(Handle handle, TextStore store, String name, String shipped) {
        Optional<TextEdition> present = store.find(handle, name);
        if (present.isEmpty()) {
            return true;
        }
        String broughtBefore = store.shippedHash(handle, name);
        if (broughtBefore.equals(TextStore.hashOf(shipped))
                || present.get().yaml().equals(shipped)) {
            return false;
        }
        boolean isEdited = !TextStore.hashOf(present.get().yaml()).equals(broughtBefore);
        if (isEdited) {
            LOG.warn(
                    "\"{}\" was edited here by {}, so its newly shipped text is not taken; PUT the"
                            + " shipped text to take it",
                    name,
                    present.get().author());
        }
        return !isEdited;
    }
}
