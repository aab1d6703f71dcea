// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import org.lamplighter.yaml.IssueKind;

/** What can be wrong with a configuration besides what can be wrong with any YAML. */
enum ConfigFault implements IssueKind {
    /** Not a size such as {@code 64MiB}. */
    BAD_SIZE,
    /** Not a bridge. */
    BAD_BRIDGE,
    /** Not an address to listen at. */
    BAD_ADDRESS,
    /** Not a gateway's name. */
    BAD_NAME,
    /** A variable that begins as ours do and is none. */
    UNKNOWN_VARIABLE
}
