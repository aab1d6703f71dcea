// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.simulate.SimulatedCity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code lamplighter simulate}: a small seeded city speaks to a running {@code up} for a while. */
@Command(
        name = "simulate",
        description = "Lets simulated devices speak over MQTT and CoAP to a running Lamplighter.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    /** The largest city: each device is registered by a request of its own. */
    private static final int MAX_DEVICES = 1_000;

    private static final int MAX_SECONDS = 86_400;
    private static final long SEED = 20_260;

    @Mixin private RunningUp up = new RunningUp();

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "how many devices, 1 to 1000 (default: 60)")
    private int devices = 60;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "how long they speak, 1 to 86400 (default: 60)")
    private int seconds = 60;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require("--devices", devices, MAX_DEVICES);
        require("--seconds", seconds, MAX_SECONDS);
        long acknowledged;
        long byCoap;
        try (RestClient rest = up.rest();
                SimulatedCity city =
                        SimulatedCity.begin(
                                devices,
                                SEED,
                                SimulatedCity.Gateway.local(up.ports().mqtt(), up.ports().coaps()),
                                rest,
                                up.files().cityTokens())) {
            // Nothing counts this down: it is a pause that Ctrl-C ends with the process.
            boolean unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
            acknowledged = city.acknowledged();
            byCoap = city.acknowledgedByCoap();
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d devices, %d s, %d reports acknowledged, %d of them by CoAP%n",
                        devices,
                        seconds,
                        acknowledged,
                        byCoap);
        if (acknowledged == 0) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "lamplighter: no report was acknowledged; does the gateway listen on"
                                    + " 127.0.0.1:"
                                    + up.ports().mqtt()
                                    + "?");
            return 1;
        }
        return 0;
    }

    private void require(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be 1 to " + max + ", not " + value + "; choose such a number");
        }
    }
}
