// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.lamplighter.jobs.topic;

import org.jspecify.annotations.NullMarked;
