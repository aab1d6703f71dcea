// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

/** A secret's file cannot be used; the message says which, why and what to do. Stops the start. */
public final class SecretFileException extends IllegalStateException {
    public SecretFileException(String message) {
        super(message);
    }

    public SecretFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
