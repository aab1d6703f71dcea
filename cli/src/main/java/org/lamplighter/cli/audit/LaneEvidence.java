// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import org.lamplighter.log.LaneAccount;

/**
 * What three witnesses say about one lane.
 *
 * @param account the detection job's account, from its checkpointed state
 * @param framesLogged frames of the lane's devices that stand in the retained log
 * @param framesBeforeAccount those of them that stand before the account's offset
 * @param expired whether the log's beginning has been deleted by retention, so that the account may
 *     know more
 * @param archived readings archived
 * @param archivedBefore readings whose rows were there before
 * @param replayed replayed readings archived
 */
record LaneEvidence(
        LaneAccount account,
        long framesLogged,
        long framesBeforeAccount,
        boolean expired,
        long archived,
        long archivedBefore,
        long replayed) {}
