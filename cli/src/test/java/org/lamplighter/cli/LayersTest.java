// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.transport.OnEventLoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may depend on what, over all modules that the command line composes. */
final class LayersTest {
    private static final String[] DEVICE_PROFILES =
            packages(
                    "reading",
                    "log",
                    "registry",
                    "profile",
                    "decode",
                    "duplicate",
                    "yaml",
                    "checksum",
                    "framing",
                    "unit",
                    "expression");
    private static final String[] ALERT_RULES =
            packages(
                    "alarm",
                    "rule",
                    "evaluate",
                    "trouble",
                    "correlate",
                    "cases",
                    "cloudevent",
                    "detect",
                    "scenario",
                    "backtest");
    private static final String[] PURE =
            Stream.of(DEVICE_PROFILES, ALERT_RULES).flatMap(Arrays::stream).toArray(String[]::new);

    /** Where the clock of the machine is taken; everything else is handed an InstantSource. */
    private static final Set<String> COMPOSITION_ROOTS =
            Set.of(
                    "org.lamplighter.gateway.Gateway",
                    "org.lamplighter.desk.Desk",
                    "org.lamplighter.jobs.Jobs",
                    "org.lamplighter.cli.tool.ProfileCommand");

    private static JavaClasses product = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importProduct() {
        product =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.lamplighter");
    }

    @Test
    void dependenciesBetweenModulesGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("device-profiles")
                .definedBy(DEVICE_PROFILES)
                .layer("alert-rules")
                .definedBy(ALERT_RULES)
                .layer("embedded")
                .definedBy(packages("embedded"))
                .layer("gateway")
                .definedBy(packages("gateway"))
                .layer("stream-jobs")
                .definedBy(packages("jobs"))
                .layer("desk")
                .definedBy(packages("desk"))
                .layer("cli")
                .definedBy(packages("cli"))
                .whereLayer("device-profiles")
                .mayNotAccessAnyLayer()
                .whereLayer("alert-rules")
                .mayOnlyAccessLayers("device-profiles")
                .whereLayer("embedded")
                .mayNotAccessAnyLayer()
                .whereLayer("gateway")
                .mayOnlyAccessLayers("device-profiles")
                .whereLayer("stream-jobs")
                .mayOnlyAccessLayers("device-profiles", "alert-rules")
                .whereLayer("desk")
                .mayOnlyAccessLayers("device-profiles", "alert-rules")
                .ensureAllClassesAreContainedInArchitecture()
                .check(product);
    }

    @Test
    void theTwoPureModulesUseNoFlinkNettyKafkaDatabaseNetworkOrLog() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..",
                        "io.netty..",
                        "org.apache.kafka..",
                        "java.sql..",
                        "javax.sql..",
                        "java.net..",
                        "org.slf4j..",
                        "ch.qos.logback..")
                .check(product);
    }

    @Test
    void inThePureModulesOnlyToolsAndTheBacktestTouchFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .and(not(resideInAnyPackage(packages("profile.tool", "scenario.tool", "backtest"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..")
                .check(product);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethodWhere(call("Thread.sleep", "java.lang.Thread", Set.of("sleep")))
                .check(product);
    }

    @Test
    void nothingAsksTheMachineForTheTimeOfDay() {
        noClasses()
                .should()
                .callMethodWhere(
                        call(
                                "System.currentTimeMillis",
                                "java.lang.System",
                                Set.of("currentTimeMillis")))
                .orShould()
                .callMethodWhere(nowOfJavaTime())
                .orShould()
                .callConstructor(Date.class)
                .check(product);
    }

    @Test
    void onlyCompositionRootsTakeTheClockOfTheMachine() {
        noClasses()
                .that(
                        DescribedPredicate.describe(
                                "are no composition roots",
                                type -> !COMPOSITION_ROOTS.contains(type.getName())))
                .should()
                .callMethodWhere(
                        call("InstantSource.system", "java.time.InstantSource", Set.of("system")))
                .orShould()
                .callMethodWhere(
                        call(
                                "Clock.system…",
                                "java.time.Clock",
                                Set.of("system", "systemUTC", "systemDefaultZone")))
                .check(product);
    }

    @Test
    void whatRunsOnAnEventLoopNeitherCallsKafkaNorWaits() {
        noClasses()
                .that(runOnAnEventLoop())
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.apache.kafka..", "java.sql..", "java.nio.file..")
                                .or(type(FileChannel.class))
                                // a name only, which a configuration may have
                                .and(not(type(Path.class))))
                .orShould()
                .callMethodWhere(
                        call(
                                "CompletableFuture.join or get",
                                "java.util.concurrent.CompletableFuture",
                                Set.of("join", "get")))
                .orShould()
                .callMethodWhere(
                        call(
                                "CountDownLatch.await",
                                "java.util.concurrent.CountDownLatch",
                                Set.of("await")))
                .check(product);
    }

    @Test
    void noTestOfAnyModuleIsDisabled() throws Exception {
        Pattern disabled = Pattern.compile("(?m)^\\s*@Disabled\\b");
        Path repository = Path.of("").toAbsolutePath().resolveSibling("");
        List<Path> sources;
        try (Stream<Path> modules = Files.list(repository)) {
            sources =
                    modules.map(module -> module.resolve("src/test/java"))
                            .filter(Files::isDirectory)
                            .flatMap(LayersTest::filesUnder)
                            .toList();
        }
        assertThat(sources).anyMatch(file -> file.endsWith("LayersTest.java"));
        for (Path source : sources) {
            assertThat(disabled.matcher(Files.readString(source)).find())
                    .as("%s disables a test; mend the test or remove it", source)
                    .isFalse();
        }
    }

    private static Stream<Path> filesUnder(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names)
                .map(name -> "org.lamplighter." + name + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaMethodCall> call(
            String description, String owner, Set<String> methods) {
        return DescribedPredicate.describe(
                description,
                call ->
                        call.getTargetOwner().getName().equals(owner)
                                && methods.contains(call.getTarget().getName()));
    }

    private static DescribedPredicate<JavaMethodCall> nowOfJavaTime() {
        return DescribedPredicate.describe(
                "now() of java.time",
                call ->
                        call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getTarget().getName().equals("now")
                                && call.getTarget().getRawParameterTypes().isEmpty());
    }

    /** Californium's few threads serve all devices, as event loops do. */
    private static DescribedPredicate<JavaClass> runOnAnEventLoop() {
        return DescribedPredicate.describe(
                "run on an event loop or on the threads that take CoAP messages",
                type ->
                        type.isAnnotatedWith(OnEventLoop.class)
                                || type.getMethods().stream()
                                        .anyMatch(
                                                method -> method.isAnnotatedWith(OnEventLoop.class))
                                || resideInAnyPackage(
                                                packages(
                                                        "gateway.mqtt",
                                                        "gateway.http",
                                                        "gateway.coap"))
                                        .test(type));
    }
}
