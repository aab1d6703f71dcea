// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.cli.up.StartupException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One part in a process of its own, from its start until it is asked to end. */
final class PartProcess {
    /** How long a clean stop may take. */
    static final Duration STOP_BOUND = Duration.ofSeconds(30);

    private final Progress progress;
    private final Duration stopBound;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    PartProcess(Progress progress, Duration stopBound) {
        this.progress = progress;
        this.stopBound = stopBound;
    }

    /** Starts a part; returns when it is ready, having said where it is. */
    @FunctionalInterface
    interface Start {
        AutoCloseable start(Needs needs, Progress progress) throws Exception;
    }

    /**
     * Runs a part until the process is asked to end (Ctrl-C or SIGTERM).
     *
     * @param name the part's, and that of its folder of logs
     * @throws StartupException if something outside keeps it from starting
     */
    static int run(String name, UpConfig config, Start start) throws Exception {
        logTo(name, config);
        PartProcess process = new PartProcess(new Progress(System.out), STOP_BOUND);
        process.progress.say("Lamplighter's " + name + " starts");
        process.runUntilStopped(start);
        return 0;
    }

    private void runUntilStopped(Start start) throws Exception {
        try (AutoCloseable part = begin(start)) {
            progress.say("ready");
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
            stop.await();
        } finally {
            closed.countDown();
        }
    }

    private AutoCloseable begin(Start start) throws Exception {
        try {
            return start.start(new Needs(progress), progress);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // A part tells its faults in sentences for people, whatever the type it throws them by.
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The process ends when its shutdown hooks return, so this one waits for the part. */
    void stopAndWait() {
        stop.countDown();
        try {
            if (!closed.await(stopBound.toMillis(), TimeUnit.MILLISECONDS)) {
                progress.say(
                        "it did not stop within "
                                + stopBound.toSeconds()
                                + " s; ending all the same, the next start recovers as after a kill"
                                + " -9");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Read by the logging configuration when the first part of the product logs. */
    private static void logTo(String name, UpConfig config) {
        switch (config.value(Settings.LOG_TO)) {
            case FILE -> {
                Path logs = config.value(Settings.DATA).toAbsolutePath().resolve("logs");
                System.setProperty("lamplighter.logs", logs.resolve(name).toString());
            }
            case CONSOLE -> System.setProperty("logback.configurationFile", "logback-console.xml");
        }
    }
}
