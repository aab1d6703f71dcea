// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.Request;
import org.lamplighter.gateway.identity.KeyAdmission;

/** Says who sends a request. Thread-safe; never blocks. */
@FunctionalInterface
interface Senders {
    KeyAdmission judge(Request request);
}
