// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.Optional;
import java.util.SortedSet;

/**
 * Bytes that are sent as text: alone, or in an envelope of JSON that a platform adds.
 *
 * @param encoding how the text means bytes
 * @param envelope what surrounds it, if anything does
 * @param inside how the bytes are laid out
 */
public record WrappedLayout(Encoding encoding, Optional<Envelope> envelope, Layout inside)
        implements Layout {
    /** Those of the inside. */
    @Override
    public SortedSet<String> numbers() {
        return inside.numbers();
    }

    /** How a text means bytes. */
    public enum Encoding {
        /** RFC 4648, with either alphabet, padded or not. */
        BASE64,
        /** Two hexadecimal digits a byte. */
        HEX
    }

    /**
     * A JSON object around the text.
     *
     * @param data the member that is the text
     * @param channel the member that is the channel of the bytes; that of the frame without one
     * @param content what else is read of it
     */
    public record Envelope(MemberPath data, Optional<MemberPath> channel, DocumentLayout content) {}

    @Override
    public boolean readsSequence() {
        return inside.readsSequence()
                || envelope.filter(around -> around.content().readsSequence()).isPresent();
    }

    @Override
    public boolean readsTime() {
        return inside.readsTime()
                || envelope.filter(around -> around.content().readsTime()).isPresent();
    }
}
