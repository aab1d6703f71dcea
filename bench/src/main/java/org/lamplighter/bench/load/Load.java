// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** The load tool's command line. Exit 0: all answered; 1: some were not; 2: wrong usage. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Publishes over MQTT 3.1.1, QoS 1, to a gateway on this machine.")
public final class Load implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "1883", description = "of the gateway's MQTT listener")
    private int port;

    @Option(
            names = "--connections",
            defaultValue = "200",
            description = "how many devices connect, each once")
    private int connections;

    @Option(
            names = "--credentials",
            description = "lines device,token; without it bench-00000, token-of-bench-00000 …")
    private @Nullable Path credentials;

    @ArgGroup(multiplicity = "1")
    private PaceOptions pace = new PaceOptions();

    /** One of the two. */
    static final class PaceOptions {
        @Option(names = "--rate", description = "open loop: frames a second over all connections")
        private double rate;

        @Option(names = "--window", description = "closed loop: unanswered frames a connection")
        private int window;
    }

    @Option(names = "--frames", defaultValue = "9223372036854775807", description = "at most")
    private long frames;

    @Option(names = "--seconds", defaultValue = "30", description = "at most, warm-up included")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "5", description = "seconds not measured")
    private int warmup;

    @Option(
            names = "--drain",
            defaultValue = "30",
            description = "seconds that the last answers may take")
    private int drain;

    @Option(names = "--topic", defaultValue = "v1/frames")
    private String topic = "";

    @Option(
            names = "--template",
            defaultValue = PayloadTemplate.METHANE_HIGH,
            description = "with {device}, {seq}, {time} and {cycle:a,b,c}")
    private String template = "";

    @Option(names = "--ledger", description = "a line of JSON for each send and acknowledgement")
    private @Nullable Path ledger;

    @Option(names = "--pid", description = "NAME=PID of a process whose CPU is measured")
    private Map<String, Long> pids = new TreeMap<>();

    @Option(names = "--threads", defaultValue = "1", description = "event loops of the generator")
    private int threads;

    @Option(names = "--json", description = "one line of JSON instead of text")
    private boolean json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Load()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Sender> senders =
                credentials == null
                        ? Sender.numbered(connections)
                        : Sender.read(credentials, connections);
        LoadPlan plan =
                new LoadPlan(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        senders,
                        pace.window > 0 ? new Pace.Closed(pace.window) : new Pace.Open(pace.rate),
                        frames,
                        Duration.ofSeconds(seconds),
                        Duration.ofSeconds(warmup),
                        Duration.ofSeconds(drain),
                        topic,
                        PayloadTemplate.parse(template));
        LoadReport report = run(plan);
        System.out.println(json ? report.toJson() : report.toText());
        return report.unanswered() == 0 && report.failed() == 0 ? 0 : 1;
    }

    private LoadReport run(LoadPlan plan) throws IOException, InterruptedException {
        if (ledger == null) {
            return LoadRun.run(plan, pids, Optional.empty(), threads);
        }
        try (Ledger lines = Ledger.open(ledger)) {
            return LoadRun.run(plan, pids, Optional.of(lines), threads);
        }
    }
}
