// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.simulate.SimulatedCity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description =
                    "lets every fifth device publish to this MQTT broker, tcp://HOST:PORT, on"
                            + " city/DEVICE/up, from where a bridge with the topic"
                            + " city/{device}/up takes it (default: none)")
    private String broker = "";

    @Option(
            names = "--broker-user",
            paramLabel = "USER",
            description = "whom the broker knows the devices by (default: nobody)")
    private String brokerUser = "";

    @Option(
            names = "--broker-password-file",
            paramLabel = "FILE",
            description = "the file of one line with that user's password")
    private @Nullable Path brokerPasswordFile;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require("--devices", devices, MAX_DEVICES);
        require("--seconds", seconds, MAX_SECONDS);
        SimulatedCity.Gateway gateway =
                SimulatedCity.Gateway.local(up.ports().mqtt(), up.ports().coaps())
                        .withBroker(broker());
        long acknowledged;
        long byCoap;
        long byBroker;
        try (RestClient rest = up.rest();
                SimulatedCity city =
                        SimulatedCity.begin(
                                devices, SEED, gateway, rest, up.files().cityTokens())) {
            // Nothing counts this down: it is a pause that Ctrl-C ends with the process.
            boolean unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
            acknowledged = city.acknowledged();
            byCoap = city.acknowledgedByCoap();
            byBroker = city.acknowledgedByBroker();
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d devices, %d s, %d reports acknowledged, %d of them by CoAP%s%n",
                        devices,
                        seconds,
                        acknowledged,
                        byCoap,
                        broker.isEmpty() ? "" : ", " + byBroker + " by the broker");
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

    private Optional<SimulatedCity.Broker> broker() {
        if (broker.isEmpty()) {
            return Optional.empty();
        }
        try {
            String password =
                    brokerPasswordFile == null ? "" : Files.readString(brokerPasswordFile).strip();
            return Optional.of(new SimulatedCity.Broker(broker, brokerUser, password));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--broker: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the broker's password cannot be read from "
                            + brokerPasswordFile
                            + "; name a file with the password alone by --broker-password-file"
                            + " FILE",
                    e);
        }
    }

    private void require(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be 1 to " + max + ", not " + value + "; choose such a number");
        }
    }
}
