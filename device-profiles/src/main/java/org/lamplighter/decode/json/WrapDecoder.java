// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.decode.PayloadDecoder;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.WrappedLayout;
import org.lamplighter.profile.layout.WrappedLayout.Encoding;
import org.lamplighter.profile.layout.WrappedLayout.Envelope;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Decodes bytes that are sent as text. Immutable; safe to share between threads. */
public final class WrapDecoder implements PayloadDecoder {
    private final Encoding encoding;
    private final @Nullable Envelope envelope;
    private final @Nullable DocumentDecoder content;
    private final PayloadDecoder inside;

    private WrapDecoder(
            Encoding encoding,
            @Nullable Envelope envelope,
            @Nullable DocumentDecoder content,
            PayloadDecoder inside) {
        this.encoding = encoding;
        this.envelope = envelope;
        this.content = content;
        this.inside = inside;
    }

    /**
     * Compiles a layout.
     *
     * @param indexes the points of the profile by their places in a reading
     * @param zone where times without an offset are
     * @param inside what decodes the bytes
     */
    public static WrapDecoder of(
            WrappedLayout layout,
            Map<PointName, Integer> indexes,
            ZoneId zone,
            PayloadDecoder inside) {
        return new WrapDecoder(
                layout.encoding(),
                layout.envelope().orElse(null),
                layout.envelope()
                        .map(around -> DocumentDecoder.of(around.content(), indexes, zone))
                        .orElse(null),
                inside);
    }

    @Override
    public void decode(Frame frame, Extraction out) {
        if (envelope == null || content == null) {
            String text = new String(frame.payload().toByteArray(), StandardCharsets.ISO_8859_1);
            inside("the payload", text.strip(), frame.channel(), frame, out);
            return;
        }
        Node tree = TreeReader.json(frame.payload(), out);
        if (tree == null || !content.read(tree, frame, out)) {
            return;
        }
        String channel = channel(envelope, tree, frame, out);
        Node data = Places.find(envelope.data(), tree);
        if (channel == null) {
            return;
        }
        String what = "the member \"" + envelope.data() + "\"";
        if (data == null || data instanceof Node.Nothing) {
            out.fail(DecodeFault.EMPTY_PAYLOAD, what + " is not there");
        } else if (data instanceof Node.Text text) {
            DocumentDecoder.countUnknown(tree, out);
            inside(what, text.text, channel, frame, out);
        } else {
            out.fail(DecodeFault.WRONG_TYPE, what + " is " + data.what() + ", not a text");
        }
    }

    /** The channel of the bytes; null if it is none, which has then failed. */
    private static @Nullable String channel(
            Envelope envelope, Node tree, Frame frame, Extraction out) {
        if (envelope.channel().isEmpty()) {
            return frame.channel();
        }
        MemberPath path = envelope.channel().get();
        Node found = Places.find(path, tree);
        if (found == null || found instanceof Node.Nothing) {
            return "";
        }
        String channel =
                found instanceof Node.Text text
                        ? text.text
                        : Values.integer(found).isPresent()
                                ? Long.toString(Values.integer(found).getAsLong())
                                : null;
        if (channel == null) {
            out.fail(
                    DecodeFault.WRONG_TYPE,
                    "the member \""
                            + path
                            + "\" is "
                            + found.what()
                            + ", not a text or an integer");
        } else if (channel.length() > Frame.MAX_CHANNEL_LENGTH) {
            out.fail(
                    DecodeFault.LIMIT_EXCEEDED,
                    "the member \""
                            + path
                            + "\" has "
                            + channel.length()
                            + " characters, and a channel at most "
                            + Frame.MAX_CHANNEL_LENGTH);
        }
        return out.failed() ? null : channel;
    }

    private void inside(String what, String text, String channel, Frame frame, Extraction out) {
        byte[] bytes;
        try {
            bytes =
                    switch (encoding) {
                        case BASE64 ->
                                Base64.getDecoder()
                                        .decode(text.replace('-', '+').replace('_', '/'));
                        case HEX -> HexFormat.of().parseHex(text);
                    };
        } catch (IllegalArgumentException e) {
            out.fail(
                    DecodeFault.WRONG_TYPE,
                    what
                            + " is no "
                            + (encoding == Encoding.BASE64
                                    ? "Base64"
                                    : "row of hexadecimal bytes"));
            return;
        }
        if (bytes.length == 0) {
            out.fail(DecodeFault.EMPTY_PAYLOAD, what + " has no bytes");
            return;
        }
        Payload payload = Payload.wrap(bytes);
        out.inside(payload);
        inside.decode(new Frame(frame.id(), frame.device(), frame.source(), channel, payload), out);
    }
}
