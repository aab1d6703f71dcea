// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

/** A number or text that is kept under a name. */
record Kept(int index, String name) {}
