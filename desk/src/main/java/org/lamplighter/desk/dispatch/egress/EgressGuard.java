// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Decides to which addresses events may be sent, so that a target's URL can never be used to reach
 * the city's own machines. Asked when a target is created and again at each send; the sender then
 * connects to the addresses that this very answer holds, so a name that changes its address in
 * between (DNS rebinding) gains nothing.
 *
 * <p>Safe to share between threads. {@link #check} blocks on the name server.
 *
 * @param allowed blocks that are allowed although they are not public ({@code
 *     dispatch.allow-addresses})
 * @param allowLoopback whether this machine itself is allowed: only while the desk listens on
 *     loopback only
 * @param resolver finds a name's addresses
 */
public record EgressGuard(
        List<AddressRange> allowed, boolean allowLoopback, NameResolver resolver) {
    /** The longest URL of a target, in characters. */
    public static final int MAX_URL_LENGTH = 2048;

    private static final List<AddressRange> REFUSED_V4 =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3");

    /**
     * Of IPv6 only what is routed worldwide is public; the others embed IPv4 addresses or lead
     * nowhere.
     */
    private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");

    private static final List<AddressRange> REFUSED_V6 =
            ranges("2001::/32", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** What the guard says of a URL. */
    public sealed interface Verdict {
        /**
         * It may be sent to, at one of these addresses and no other.
         *
         * @param url the URL
         * @param addresses at least one
         */
        record Allowed(URI url, List<InetSocketAddress> addresses) implements Verdict {
            public Allowed {
                addresses = List.copyOf(addresses);
            }
        }

        /**
         * It may not.
         *
         * @param fault why, as a word
         * @param reason what, which rule and what to do, in one sentence
         */
        record Refused(DispatchFault fault, String reason) implements Verdict {}
    }

    public EgressGuard {
        allowed = List.copyOf(allowed);
    }

    /** Checks everything about {@code text} and resolves its host once. */
    public Verdict check(String text) {
        if (text.length() > MAX_URL_LENGTH) {
            return refused(
                    DispatchFault.URL_UNREADABLE,
                    "the target's url has "
                            + text.length()
                            + " characters; the longest is "
                            + MAX_URL_LENGTH);
        }
        URI url;
        try {
            url = new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            return refused(
                    DispatchFault.URL_UNREADABLE,
                    "the target's url cannot be read: "
                            + e.getReason()
                            + " at character "
                            + (e.getIndex() + 1)
                            + "; give one such as https://dispatch.example.org/events");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return refused(
                    DispatchFault.SCHEME_REFUSED,
                    "the target's url has the scheme \""
                            + scheme
                            + "\"; only http and https are sent to");
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            return refused(
                    DispatchFault.USER_INFO_REFUSED,
                    "the target's url carries a user name; events are signed with the target's"
                            + " secret instead, so leave out what stands before the @");
        }
        if (url.getHost() == null || url.getRawFragment() != null) {
            return refused(
                    DispatchFault.URL_UNREADABLE,
                    "the target's url needs a host name or address in its usual form and no"
                            + " fragment, such as https://dispatch.example.org/events");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        if (port != 80 && port != 443 && (port < 1024 || port > 65535)) {
            return refused(
                    DispatchFault.PORT_REFUSED,
                    "the target's url has the port "
                            + port
                            + "; allowed are 80, 443 and 1024 to 65535");
        }
        return resolve(url, port);
    }

    private Verdict resolve(URI url, int port) {
        String host = url.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(name);
        } catch (UnknownHostException e) {
            return refused(
                    DispatchFault.NAME_UNRESOLVED,
                    "the host "
                            + name
                            + " of the target's url does not resolve to an address; check its"
                            + " spelling and the name server");
        }
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                return refused(
                        DispatchFault.ADDRESS_REFUSED,
                        "the host "
                                + name
                                + " of the target's url has the address "
                                + address.getHostAddress()
                                + ", which is not public; name it in dispatch.allow-addresses if"
                                + " events may go there");
            }
        }
        return new Verdict.Allowed(
                url,
                addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
    }

    private boolean allows(InetAddress address) {
        if (allowed.stream().anyMatch(range -> range.contains(address))
                || (allowLoopback && address.isLoopbackAddress())) {
            return true;
        }
        return address.getAddress().length == 4
                ? REFUSED_V4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_V6.contains(address)
                        && REFUSED_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static Verdict refused(DispatchFault fault, String reason) {
        return new Verdict.Refused(fault, reason);
    }

    private static List<AddressRange> ranges(String... texts) {
        return List.of(texts).stream().map(AddressRange::parse).toList();
    }
}
