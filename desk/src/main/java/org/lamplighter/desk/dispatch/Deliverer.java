// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.cases.CaseInput;
import org.lamplighter.desk.cases.CaseBook;
import org.lamplighter.desk.dispatch.egress.Answer;
import org.lamplighter.desk.dispatch.egress.DispatchFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries one delivery: db-scheduler calls it when one is due. What came of the try is written in one
 * transaction, with the case's step and the next delivery's task; a crash before that commit
 * repeats the try with the same id and body.
 *
 * <p>Safe to share between threads; runs on virtual threads and blocks.
 */
final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    /** The longest wait before a try whose outcome could not be written is repeated. */
    private static final long LONGEST_FAILURE_WAIT_SECONDS = 30;

    private final Jdbi jdbi;
    private final DeliveryOutbox outbox;
    private final TargetStore targets;
    private final CaseBook book;
    private final WebhookSender sender;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final TargetGates gates = new TargetGates();

    Deliverer(
            Jdbi jdbi,
            DeliveryOutbox outbox,
            TargetStore targets,
            CaseBook book,
            WebhookSender sender,
            RetrySchedule schedule,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.targets = targets;
        this.book = book;
        this.sender = sender;
        this.schedule = schedule;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
    }

    /** db-scheduler's task. */
    CustomTask<Void> task() {
        return Tasks.custom(DeliveryOutbox.TASK, Void.class)
                .onFailure(tryAgainSoon())
                .execute(this::execute);
    }

    private FailureHandler<Void> tryAgainSoon() {
        return (complete, operations) -> {
            int failures = complete.getExecution().consecutiveFailures;
            long seconds = Math.min(1L << Math.min(failures, 5), LONGEST_FAILURE_WAIT_SECONDS);
            operations.reschedule(complete, clock.instant().plusSeconds(seconds));
        };
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
        String[] key = task.getId().split("\\.", -1);
        long id = Long.parseLong(key[0]);
        int round = Integer.parseInt(key[1]);
        Optional<DeliveryOutbox.Due> found =
                jdbi.withHandle(handle -> outbox.findDue(handle, id, round));
        if (found.isEmpty()) {
            return new CompletionHandler.OnCompleteRemove<>();
        }
        DeliveryOutbox.Due due = found.get();
        // a task that was found dead runs at once, though its delivery may have to wait
        if (clock.instant().isBefore(due.nextTryAt())) {
            return at(due.nextTryAt());
        }
        TargetGates.Gate gate = gates.of(due.target());
        try {
            if (!gate.enter()) {
                return at(clock.instant().plus(gate.comeBackIn(random.nextDouble())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return at(clock.instant());
        }
        Instant begun = clock.instant();
        try {
            return deliver(due);
        } finally {
            gate.leave(Duration.between(begun, clock.instant()));
        }
    }

    private CompletionHandler<Void> deliver(DeliveryOutbox.Due due) {
        Target target =
                jdbi.withHandle(handle -> targets.require(handle, due.target(), clock.instant()));
        if (!target.enabled()) {
            jdbi.useTransaction(
                    handle ->
                            outbox.park(
                                    handle,
                                    due,
                                    false,
                                    DispatchFault.TARGET_DISABLED,
                                    0,
                                    "the target is disabled: " + target.disabledReason(),
                                    now()));
            return new CompletionHandler.OnCompleteRemove<>();
        }
        Answer answer = sender.send(target, due.event().id(), due.body(), clock.instant());
        return switch (answer) {
            case Answer.Taken taken -> taken(due, target, taken);
            case Answer.NotTaken notTaken -> notTaken(due, target, notTaken);
        };
    }

    private CompletionHandler<Void> taken(
            DeliveryOutbox.Due due, Target target, Answer.Taken taken) {
        Instant now = now();
        jdbi.useTransaction(
                handle -> {
                    // first the case, as everybody does: the next delivery is chosen under its lock
                    book.lock(handle, due.event().caseId());
                    if (outbox.markDelivered(handle, due, taken.status(), now)) {
                        book.step(
                                handle,
                                due.event().caseId(),
                                new CaseInput.Dispatched(),
                                "target " + target.name() + " answered " + taken.status(),
                                "target:" + target.name(),
                                now);
                        outbox.scheduleNext(handle, due);
                    }
                });
        book.afterCommit();
        count("delivered", "none");
        return new CompletionHandler.OnCompleteRemove<>();
    }

    private CompletionHandler<Void> notTaken(
            DeliveryOutbox.Due due, Target target, Answer.NotTaken answer) {
        return switch (answer.fault()) {
            case GONE -> {
                park(due, answer, answer.reason() + "; it is disabled now");
                yield new CompletionHandler.OnCompleteRemove<>();
            }
            case STATUS_REFUSED,
                    URL_UNREADABLE,
                    SCHEME_REFUSED,
                    USER_INFO_REFUSED,
                    PORT_REFUSED,
                    ADDRESS_REFUSED,
                    TARGET_DISABLED -> {
                park(due, answer, answer.reason());
                yield new CompletionHandler.OnCompleteRemove<>();
            }
            case NAME_UNRESOLVED,
                    CONNECTION_REFUSED,
                    TLS_FAILED,
                    TIMED_OUT,
                    CONNECTION_LOST,
                    ANSWER_UNREADABLE,
                    STATUS_FAILED ->
                    retry(due, target, answer);
        };
    }

    private CompletionHandler<Void> retry(
            DeliveryOutbox.Due due, Target target, Answer.NotTaken answer) {
        Instant now = now();
        Optional<Instant> next =
                schedule.waitAfter(due.tries() + 1, random.nextDouble(), answer.pause())
                        .map(now::plus);
        if (next.isEmpty()) {
            park(
                    due,
                    answer,
                    answer.reason()
                            + "; that was try "
                            + schedule.tries()
                            + " of "
                            + schedule.tries());
            return new CompletionHandler.OnCompleteRemove<>();
        }
        jdbi.useTransaction(
                handle ->
                        outbox.markRetry(
                                handle,
                                due,
                                answer.fault(),
                                answer.status(),
                                answer.reason(),
                                now,
                                next.get()));
        count("retried", answer.fault().text());
        LOG.atDebug()
                .addKeyValue("target", target.name())
                .addKeyValue("event", due.event().id())
                .addKeyValue("fault", answer.fault().text())
                .log("a delivery will be tried again");
        return at(next.get());
    }

    private void park(DeliveryOutbox.Due due, Answer.NotTaken answer, String reason) {
        Instant now = now();
        jdbi.useTransaction(
                handle -> {
                    if (answer.fault() == DispatchFault.GONE) {
                        disable(handle, due, answer, now);
                    }
                    outbox.park(handle, due, true, answer.fault(), answer.status(), reason, now);
                });
        count("parked", answer.fault().text());
        LOG.atWarn()
                .addKeyValue("delivery", due.id())
                .addKeyValue("event", due.event().id())
                .addKeyValue("fault", answer.fault().text())
                .log("a delivery is parked: an operator must send it again");
    }

    private void disable(
            Handle handle, DeliveryOutbox.Due due, Answer.NotTaken answer, Instant now) {
        targets.disable(handle, due.target(), answer.reason(), now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static CompletionHandler<Void> at(Instant time) {
        return (complete, operations) -> operations.reschedule(complete, time);
    }

    private void count(String outcome, String fault) {
        metrics.counter("lamplighter.desk.deliveries", "outcome", outcome, "fault", fault)
                .increment();
    }
}
