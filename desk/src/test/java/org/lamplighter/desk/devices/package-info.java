// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.desk.devices;

import org.jspecify.annotations.NullMarked;
