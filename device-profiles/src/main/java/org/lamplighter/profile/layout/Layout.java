// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/** How payloads of one device model are laid out. */
public sealed interface Layout permits JsonLayout, BinaryLayout {}
