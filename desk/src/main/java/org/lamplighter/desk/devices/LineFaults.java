// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.desk.rest.Problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is wrong with a file, added in the order of its lines: as many faults as a problem tells,
 * and how many more there are. For one thread.
 */
final class LineFaults {
    private record At(int line, Fault fault) {}

    private final List<At> told;
    private int count;

    LineFaults() {
        this(new ArrayList<>(), 0);
    }

    private LineFaults(List<At> told, int count) {
        this.told = told;
        this.count = count;
    }

    /** Adds a fault of a line, which is made only if there is room to tell it. */
    void add(int line, Supplier<Fault> fault) {
        if (told.size() < Problem.MAX_FAULTS) {
            told.add(new At(line, fault.get()));
        }
        count++;
    }

    /** Counts faults that nobody tells. */
    void addUntold(int faults) {
        count += faults;
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<Fault> told() {
        return told.stream().map(At::fault).toList();
    }

    int untold() {
        return count - told.size();
    }

    /** Both, in the order of the lines. */
    LineFaults and(LineFaults others) {
        return new LineFaults(
                Stream.concat(told.stream(), others.told.stream())
                        .sorted(Comparator.comparingInt(At::line))
                        .limit(Problem.MAX_FAULTS)
                        .toList(),
                count + others.count);
    }
}
