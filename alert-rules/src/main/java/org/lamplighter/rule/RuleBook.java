// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.log.Change;

import java.util.List;

/**
 * All rule packs in force with their overrides, compiled. Immutable; safe to share between threads.
 */
public final class RuleBook {
    /** No pack at all. */
    public static final RuleBook EMPTY = new RuleBook(0);

    private final long version;

    private RuleBook(long version) {
        this.version = version;
    }

    /** The highest version of a change that went into this book; 0 for {@link #EMPTY}. */
    public long version() {
        return version;
    }

    /**
     * This book with a pack added or replaced. A pack or an override with faults changes nothing
     * but the version: the pack's former edition stays in force.
     */
    public RuleBook with(
            String pack, long version, String yaml, List<ParameterOverride> overrides) {
        return new RuleBook(Math.max(version, this.version));
    }

    /**
     * This book after a change of kind {@code RULES}, whose body is {@code {"pack", "yaml",
     * "overrides": [{"scope", "parameter", "value"}]}}.
     */
    public RuleBook after(Change change) {
        return new RuleBook(Math.max(change.version(), this.version));
    }

    /** This book without a pack. */
    public RuleBook without(String pack, long version) {
        return new RuleBook(Math.max(version, this.version));
    }
}
