// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.receive;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * {@code lamplighter receive}: prints a line of JSON per verified case event until it is stopped.
 */
@Command(
        name = "receive",
        description =
                "Receives case events: verifies them, drops repetitions, prints a line of JSON for"
                        + " each.",
        mixinStandardHelpOptions = true)
public final class ReceiveCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            required = true,
            paramLabel = "P",
            description = "the loopback port to listen on")
    private int port;

    @Option(
            names = "--secret",
            required = true,
            paramLabel = "S",
            description = "the target's secret, whsec_ followed by Base64")
    private String secret = "";

    @Option(names = "--out", paramLabel = "FILE", description = "append the lines to this file too")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (out == null) {
            return run(new Printer(System.out), List.of());
        }
        List<String> known = List.copyOf(EventFile.idsIn(out));
        try (EventFile file = EventFile.append(out)) {
            Printer printer = new Printer(System.out);
            return run(
                    event -> {
                        file.accept(event);
                        printer.accept(event);
                    },
                    known);
        }
    }

    private int run(Receiver.Sink sink, List<String> known)
            throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.start(port, secret, sink, known)) {
            System.err.println(
                    "lamplighter: receiving at http://127.0.0.1:" + receiver.port() + "/");
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "receive-stop"));
            stopped.await();
            return 0;
        } catch (BindException taken) {
            System.err.println(
                    "lamplighter: port "
                            + port
                            + " on 127.0.0.1 is in use; stop what listens there or give another"
                            + " --port");
        } catch (IllegalArgumentException secretFault) {
            System.err.println("lamplighter: --secret: " + secretFault.getMessage());
        }
        return 2;
    }

    /** Prints each event's line at once. */
    private record Printer(PrintStream stream) implements Receiver.Sink {
        @Override
        public void accept(Receiver.Event event) {
            stream.println(event.toLine());
            stream.flush();
        }
    }
}
