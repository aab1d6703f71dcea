// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The installed mosquitto, spoken to by its own clients. */
@Timeout(180)
final class MosquittoBrokerIT {
    private static final MosquittoUser READER =
            new MosquittoUser("reader", "r-secret", MosquittoUser.Right.READ, "city/+/up");
    private static final MosquittoUser WRITER =
            new MosquittoUser("writer", "w-secret", MosquittoUser.Right.WRITE, "city/+/up");

    @TempDir Path directory;

    @Test
    void takesItsUsersAndNobodyElse() throws Exception {
        try (MosquittoBroker broker = start(0)) {
            assertThat(publish(broker, "writer", "w-secret", "x")).isZero();
            assertThat(publish(broker, "writer", "r-secret", "x")).isEqualTo(5);
            assertThat(publish(broker, "stranger", "w-secret", "x")).isEqualTo(5);
            assertThat(run(broker, "mosquitto_pub", "-t", "city/a/up", "-m", "x"))
                    .startsWith("exit 5");
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("passwords"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(directory.resolve("passwords"))).doesNotContain("secret");
    }

    @Test
    void keepsMessagesForAClientThatIsAwayOverAStopAndAStart() throws Exception {
        int port;
        try (MosquittoBroker broker = start(0)) {
            port = broker.port();
            assertThat(subscribe(broker, "-E")).isEqualTo("exit 0");
            assertThat(publish(broker, "writer", "w-secret", "kept")).isZero();
        }
        try (MosquittoBroker broker = start(port)) {
            assertThat(subscribe(broker, "-C", "1")).isEqualTo("exit 0 kept");
        }
    }

    @Test
    void anOrphanOfTheDirectoryIsStoppedByTheNextStart() throws Exception {
        MosquittoBroker orphan = start(0);

        try (MosquittoBroker next = start(orphan.port())) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(next.isAlive()).isTrue();
            assertThat(publish(next, "writer", "w-secret", "x")).isZero();
            MosquittoBroker.stopOrphan(directory.resolve("another"));
            assertThat(publish(next, "writer", "w-secret", "x")).isZero();
        }
    }

    @Test
    void saysInOneSentenceThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(
                            "mosquitto did not start: port "
                                    + taken.getLocalPort()
                                    + " is in use by another program; stop that program, or choose"
                                    + " another port");
        }
    }

    @Test
    void keepsTenThousandMessagesForAClientThatIsAwayAndNotOneMore() throws Exception {
        Path lines = directory.resolve("lines");
        int kept = MosquittoBroker.MAX_QUEUED_MESSAGES;
        Files.write(lines, Collections.nCopies(kept + 1, "x"));
        try (MosquittoBroker broker = start(0)) {
            assertThat(subscribe(broker, "-E")).isEqualTo("exit 0");
            List<String> command = command(broker, "mosquitto_pub", "-u", "writer", "-P");
            command.addAll(List.of("w-secret", "-q", "1", "-t", "city/a/up", "-l"));
            Process publisher =
                    new ProcessBuilder(command)
                            .redirectInput(lines.toFile())
                            .redirectErrorStream(true)
                            .start();
            assertThat(publisher.waitFor()).isZero();

            Process subscriber = subscriber(broker, "-C", Integer.toString(kept + 1));
            BufferedReader said = subscriber.inputReader();
            for (int n = 0; n < kept; n++) {
                assertThat(said.readLine()).isEqualTo("x");
            }
            assertThat(publish(broker, "writer", "w-secret", "the next")).isZero();
            assertThat(said.readLine()).isEqualTo("the next");
            assertThat(subscriber.waitFor()).isZero();
        }
    }

    @Test
    void isFoundInTheFirstFolderThatHasIt() throws Exception {
        Path program = Files.createFile(directory.resolve("mosquitto"));
        assertThat(MosquittoBroker.find(List.of(directory))).isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(MosquittoBroker.find(List.of(Path.of("/none"), directory, Path.of("/usr/sbin"))))
                .contains(program);
    }

    private MosquittoBroker start(int port) {
        return MosquittoBroker.start(
                MosquittoBroker.require(), directory, port, List.of(READER, WRITER));
    }

    private static int publish(MosquittoBroker broker, String user, String password, String text)
            throws Exception {
        String said =
                run(
                        broker,
                        "mosquitto_pub",
                        "-u",
                        user,
                        "-P",
                        password,
                        "-q",
                        "1",
                        "-t",
                        "city/a/up",
                        "-m",
                        text);
        return Integer.parseInt(said.split(" ", -1)[1]);
    }

    /** As a bridge does: by a shared subscription, with a session that is kept. */
    private static Process subscriber(MosquittoBroker broker, String... more) throws IOException {
        List<String> command = command(broker, "mosquitto_sub", "-V", "5", "-c", "-x", "1000");
        command.addAll(List.of("-i", "reader", "-u", "reader", "-P", "r-secret"));
        command.addAll(List.of("-q", "1", "-t", "$share/g/city/+/up"));
        command.addAll(List.of(more));
        return start(command);
    }

    private static String subscribe(MosquittoBroker broker, String... more) throws Exception {
        return end(subscriber(broker, more));
    }

    private static String run(MosquittoBroker broker, String program, String... arguments)
            throws Exception {
        return end(start(command(broker, program, arguments)));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Its exit code and what it said, on one line. */
    private static String end(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return ("exit " + process.waitFor() + " " + said.replace('\n', ' ')).strip();
    }

    private static List<String> command(
            MosquittoBroker broker, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(broker.port())));
        command.addAll(List.of(arguments));
        return command;
    }
}
