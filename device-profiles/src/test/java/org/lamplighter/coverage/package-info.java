// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
/** Which of a folder of other people's frames the shipped profiles read right. */
@NullMarked
package org.lamplighter.coverage;

import org.jspecify.annotations.NullMarked;
