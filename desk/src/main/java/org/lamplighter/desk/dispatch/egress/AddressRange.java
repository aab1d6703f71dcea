// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses, such as {@code 10.1.0.0/16} or {@code fd00::/8}; a bare address is a
 * block of one.
 *
 * @param network the block's first address
 * @param prefix how many leading bits all its addresses share
 */
public record AddressRange(InetAddress network, int prefix) {
    /** A text of this form is never looked up: it is an address or an error. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Parses {@code address} or {@code address/prefix}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = parseLiteral(slash < 0 ? text : text.substring(0, slash), text);
        int bits = address.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : parsePrefix(text.substring(slash + 1), bits, text);
        return new AddressRange(masked(address, prefix), prefix);
    }

    /** Whether {@code address} is in this block. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && masked(address, prefix).equals(network);
    }

    private static InetAddress parseLiteral(String literal, String text) {
        if (LITERAL.matcher(literal).matches()) {
            try {
                return InetAddress.getByName(literal);
            } catch (UnknownHostException e) {
                // it only looks like an address: told below
            }
        }
        throw new IllegalArgumentException(
                "address range \""
                        + text
                        + "\" must begin with an IPv4 or IPv6 address, such as 10.1.0.0/16");
    }

    private static int parsePrefix(String digits, int bits, String text) {
        int prefix = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "address range \""
                            + text
                            + "\" must have a prefix of 0 to "
                            + bits
                            + " after the /, such as 10.1.0.0/16");
        }
        return prefix;
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        byte[] masked = new byte[bytes.length];
        for (int bit = 0; bit < prefix; bit++) {
            masked[bit / Byte.SIZE] |=
                    (byte) (bytes[bit / Byte.SIZE] & (0x80 >>> (bit % Byte.SIZE)));
        }
        try {
            return InetAddress.getByAddress(masked);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
