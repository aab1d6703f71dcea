// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.util.Locale;

/**
 * Why a target or a delivery is not as it should be: the one list for answers, tables, metrics and
 * screens.
 */
public enum DispatchFault {
    /** The URL cannot be read as one with a host. */
    URL_UNREADABLE,
    /** The URL's scheme is neither http nor https. */
    SCHEME_REFUSED,
    /** The URL carries a user name or password. */
    USER_INFO_REFUSED,
    /** The URL's port belongs to another service. */
    PORT_REFUSED,
    /** The host has an address that targets may not have. */
    ADDRESS_REFUSED,
    /** The host's name does not resolve. */
    NAME_UNRESOLVED,
    /** Nobody took the connection. */
    CONNECTION_REFUSED,
    /** The TLS handshake failed. */
    TLS_FAILED,
    /** No answer within the time allowed. */
    TIMED_OUT,
    /** The connection ended before there was an answer. */
    CONNECTION_LOST,
    /** The answer was not HTTP, or its head was too long. */
    ANSWER_UNREADABLE,
    /** The target answered 408, 425, 429, 3xx or 5xx: it may take the event later. */
    STATUS_FAILED,
    /** The target answered another 4xx: it will not take this event. */
    STATUS_REFUSED,
    /** The target answered 410: it wants no more events. */
    GONE,
    /** The target is disabled. */
    TARGET_DISABLED;

    /** As written in JSON, tables and metrics: {@code address-refused}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
