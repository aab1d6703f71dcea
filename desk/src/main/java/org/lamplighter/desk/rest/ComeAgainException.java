// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

/** What was asked cannot be done at present, and can later: nothing was changed. */
public final class ComeAgainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * For who asked.
     *
     * @param why what is in the way
     */
    public ComeAgainException(String why) {
        super(why);
    }
}
