// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.change;

import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;

import java.util.List;
import java.util.function.Function;

/**
 * What became of something that was asked of the registry.
 *
 * @param <T> what is known once it is done
 */
public sealed interface Outcome<T> {
    /** Done, and committed. */
    record Done<T>(T value) implements Outcome<T> {}

    /**
     * Not done, and nothing changed.
     *
     * @param kind the class of problem
     * @param faults why
     * @param untold how many more faults there are
     */
    record Refused<T>(Problem.Kind kind, List<Fault> faults, int untold) implements Outcome<T> {
        public Refused {
            faults = List.copyOf(faults);
        }

        public Refused(Problem.Kind kind, List<Fault> faults) {
            this(kind, faults, 0);
        }
    }

    static <T> Outcome<T> refused(Problem.Kind kind, Fault fault) {
        return new Refused<>(kind, List.of(fault));
    }

    /** The answer: of what was done, or the problem under {@code title}. */
    default Answer answer(String title, Function<T, Answer> ofValue) {
        return switch (this) {
            case Done<T> done -> ofValue.apply(done.value());
            case Refused<T> refused ->
                    new Answer.Refused(
                            new Problem(refused.kind(), title, refused.faults(), refused.untold()));
        };
    }
}
