// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.ConfigOptions;
import org.lamplighter.cli.up.DataFiles;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.desk.Desk;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.gateway.transport.ListenAddress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code lamplighter desk}: people and dispatch, beside external Kafka and PostgreSQL. */
@Command(
        name = "desk",
        description = "Starts a desk on its own, beside external Kafka and PostgreSQL.",
        mixinStandardHelpOptions = true)
public final class DeskCommand implements Callable<Integer> {
    @Mixin private final ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return options.read(spec, System.getenv(), DeskCommand::run);
    }

    private static int run(UpConfig config) throws Exception {
        Standalone told = Standalone.of(config);
        return PartProcess.run(
                "desk-" + told.desk().rest().port(),
                config,
                (needs, progress) -> start(told, needs, progress));
    }

    private static Desk start(Standalone told, Needs needs, Progress progress) throws Exception {
        DeskConfig config = told.desk();
        ListenAddress health = new ListenAddress(config.rest().host(), config.rest().port());
        try (WaitingHealth waiting = WaitingHealth.at(health, needs)) {
            needs.database(told.database());
            needs.kafka(told.topics(), told.replicationFactor());
        }
        Desk desk = Desk.start(config);
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("page", desk.address().toString());
        rows.put("admin token", new DataFiles(told.data()).adminToken().toString());
        progress.table(rows);
        return desk;
    }
}
