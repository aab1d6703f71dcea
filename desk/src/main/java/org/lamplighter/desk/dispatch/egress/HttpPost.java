// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 POST over one new connection to an address that the guard has checked (RFC 9112; no
 * redirects, no proxies, no reuse). The JDK's client resolves names itself and so cannot be held to
 * a checked address; this can. With https the certificate must be the host name's, whatever the
 * address.
 *
 * <p>Safe to share between threads; {@link #send} blocks its caller, best a virtual thread, for at
 * most the time allowed and closes the connection then, however the target dawdles.
 */
public final class HttpPost {
    /** The most bytes of an answer's head that are read. */
    public static final int MAX_HEAD_BYTES = 16 * 1024;

    /**
     * The most bytes of an answer's body that are read; they are read for politeness and thrown
     * away.
     */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    /**
     * How long the body of an answer whose status is known is waited for, each time there is
     * nothing.
     */
    private static final int POLITENESS_MILLIS = 500;

    private final Duration timeout;
    private final SSLContext tls;
    private final ScheduledExecutorService deadlines;
    private final InstantSource clock;

    /**
     * @param timeout for connecting, sending and the answer together
     * @param tls for https
     * @param deadlines runs the closing of connections that took too long
     * @param clock for a Retry-After that names a date
     */
    public HttpPost(
            Duration timeout,
            SSLContext tls,
            ScheduledExecutorService deadlines,
            InstantSource clock) {
        this.timeout = timeout;
        this.tls = tls;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /**
     * Sends {@code body} with {@code headers} (without framing headers); never throws for what the
     * network does.
     */
    public Answer send(EgressGuard.Verdict.Allowed to, Map<String, String> headers, byte[] body) {
        Deadline deadline = new Deadline();
        ScheduledFuture<?> closing =
                deadlines.schedule(deadline::pass, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try (deadline) {
            Socket socket = connect(to, deadline);
            OutputStream out = socket.getOutputStream();
            out.write(head(to.url(), headers, body.length));
            out.write(body);
            out.flush();
            return readAnswer(socket, new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            return failure(e, deadline.passed.get());
        } finally {
            closing.cancel(false);
        }
    }

    private Socket connect(EgressGuard.Verdict.Allowed to, Deadline deadline) throws IOException {
        Socket plain = connectAny(to.addresses(), deadline);
        if (!to.url().getScheme().equalsIgnoreCase("https")) {
            return plain;
        }
        String host = to.url().getHost();
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private Socket connectAny(List<InetSocketAddress> addresses, Deadline deadline)
            throws IOException {
        IOException last = new ConnectException("no address");
        for (InetSocketAddress address : addresses) {
            Socket socket = new Socket();
            deadline.guard(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(address, Math.toIntExact(timeout.toMillis()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static byte[] head(URI url, Map<String, String> headers, int length) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() >= 0 ? ":" + url.getPort() : "";
        StringBuilder head = new StringBuilder(512);
        head.append("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getHost()).append(port).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private Answer readAnswer(Socket socket, InputStream in) throws IOException {
        Optional<HttpHead> head = Optional.empty();
        int budget = MAX_HEAD_BYTES;
        // 1xx answers announce the real one
        while (head.isEmpty() || head.get().status() < 200) {
            byte[] bytes = readHead(in, budget);
            budget -= bytes.length;
            head = HttpHead.parse(new String(bytes, StandardCharsets.ISO_8859_1));
            if (head.isEmpty()) {
                return notTaken(
                        DispatchFault.ANSWER_UNREADABLE, "the target's answer is not HTTP/1.1");
            }
        }
        politelyRead(socket, in, head.get().contentLength());
        return Answer.of(head.get().status(), head.get().retryAfter(clock.instant()));
    }

    private static byte[] readHead(InputStream in, int budget) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new SocketException("the connection ended in the answer's head");
            }
            if (head.size() >= budget) {
                return new byte[0];
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toByteArray();
    }

    /** The status is already known, so nothing that happens here changes it. */
    private static void politelyRead(Socket socket, InputStream in, long contentLength) {
        try {
            socket.setSoTimeout(POLITENESS_MILLIS);
            readBody(in, contentLength);
        } catch (IOException e) {
            // the verdict stands
        }
    }

    static void readBody(InputStream in, long contentLength) throws IOException {
        in.skipNBytes(Math.clamp(contentLength, 0, MAX_BODY_BYTES));
    }

    private Answer failure(IOException e, boolean late) {
        if (late || e instanceof SocketTimeoutException) {
            return notTaken(
                    DispatchFault.TIMED_OUT,
                    "the target did not answer within " + timeout.toMillis() + " ms");
        }
        return switch (e) {
            case ConnectException refused ->
                    notTaken(
                            DispatchFault.CONNECTION_REFUSED,
                            "nobody at the target takes the connection");
            case NoRouteToHostException unreachable ->
                    notTaken(DispatchFault.CONNECTION_REFUSED, "there is no route to the target");
            case SSLException tlsFault ->
                    notTaken(
                            DispatchFault.TLS_FAILED,
                            "no secure connection to the target: " + tlsFault.getMessage());
            case IOException lost ->
                    notTaken(
                            DispatchFault.CONNECTION_LOST,
                            "the connection ended before the target answered");
        };
    }

    private static Answer notTaken(DispatchFault fault, String reason) {
        return new Answer.NotTaken(fault, 0, reason, Duration.ZERO);
    }

    /** Holds the one socket in use and closes it when the time is over or the work is done. */
    private static final class Deadline implements AutoCloseable {
        private final AtomicBoolean passed = new AtomicBoolean();
        private Optional<Socket> socket = Optional.empty();

        synchronized void guard(Socket next) throws IOException {
            socket = Optional.of(next);
            if (passed.get()) {
                next.close();
            }
        }

        void pass() {
            passed.set(true);
            close();
        }

        @Override
        public synchronized void close() {
            try {
                if (socket.isPresent()) {
                    socket.get().close();
                }
            } catch (IOException e) {
                // a socket that fails to close is closed as far as we can
            }
        }
    }
}
