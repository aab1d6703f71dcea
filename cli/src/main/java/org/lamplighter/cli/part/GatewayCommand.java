// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.ConfigOptions;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.gateway.Gateway;
import org.lamplighter.gateway.GatewayConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code lamplighter gateway}: devices in, beside an external Kafka. */
@Command(
        name = "gateway",
        description = "Starts a gateway on its own, beside an external Kafka.",
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Mixin private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "tells gateways apart; no two may have one name (default: gw1)")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return options.read(spec, System.getenv(), config -> run(withName(config)));
    }

    private UpConfig withName(UpConfig config) {
        return name == null ? config : config.with(Settings.GATEWAY_NAME, name, "--name");
    }

    private static int run(UpConfig config) throws Exception {
        Standalone told = Standalone.of(config);
        return PartProcess.run(
                "gateway-" + config.value(Settings.GATEWAY_NAME),
                config,
                (needs, progress) -> start(told, needs, progress));
    }

    private static Gateway start(Standalone told, Needs needs, Progress progress) throws Exception {
        GatewayConfig config = told.gateway();
        try (WaitingHealth waiting = WaitingHealth.at(config.listen().metrics(), needs)) {
            await(told, config, needs);
        }
        Gateway gateway = Gateway.start(config);
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("MQTT", gateway.mqttAddress().toString());
        rows.put("device HTTP", gateway.httpAddress().toString());
        rows.put("gateway metrics", gateway.metricsAddress().toString());
        progress.table(rows);
        needs.await(
                "the registry's feed, which a desk publishes",
                () -> gateway.awaitReady(LOOK) ? "" : "devices are told to try later");
        return gateway;
    }

    private static void await(Standalone told, GatewayConfig config, Needs needs)
            throws InterruptedException {
        needs.kafka(told.topics(), 1);
        if (config.coap().secure().isPresent()) {
            Path masterKey = config.coap().secure().get().masterKey();
            needs.await(
                    "the master key "
                            + masterKey
                            + ", which a desk makes; on a machine of its own, copy it there or set"
                            + " gateway.coap.dtls to off",
                    () -> Files.exists(masterKey) ? "" : "it is not there");
        }
    }
}
