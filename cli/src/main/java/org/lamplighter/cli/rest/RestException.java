// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.rest;

/** The desk could not be asked, or said no; the message says what and what to do. */
public final class RestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RestException(String message) {
        super(message);
    }

    public RestException(String message, Throwable cause) {
        super(message, cause);
    }
}
