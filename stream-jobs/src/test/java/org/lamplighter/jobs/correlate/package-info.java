// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.jobs.correlate;

import org.jspecify.annotations.NullMarked;
