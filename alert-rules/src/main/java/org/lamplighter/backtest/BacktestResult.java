// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

/**
 * How a back-test ended.
 *
 * @param exitCode 0 if it ran, 1 if the input has faults, 2 if it could not be begun
 * @param text what to print
 */
public record BacktestResult(int exitCode, String text) {
    static BacktestResult ran(String text) {
        return new BacktestResult(0, text);
    }

    static BacktestResult faulty(String text) {
        return new BacktestResult(1, text);
    }

    static BacktestResult unusable(String text) {
        return new BacktestResult(2, text);
    }
}
