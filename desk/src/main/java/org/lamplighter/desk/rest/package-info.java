// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/**
 * The REST server: routes as data, access, strict JSON, problems (RFC 9457), OpenAPI.
 *
 * <p>Only {@link RestServer} knows Javalin; a handler is a function from a {@link Request} to an
 * {@link Answer} and throws nothing for bad input. May depend on the contract types of the pure
 * modules and on no part of the desk.
 */
@NullMarked
package org.lamplighter.desk.rest;

import org.jspecify.annotations.NullMarked;
