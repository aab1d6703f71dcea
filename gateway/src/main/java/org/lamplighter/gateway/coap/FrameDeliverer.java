// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.KeyAdmission;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * The path of a CoAP request: judged, known as new or as one that comes again, put together, handed
 * to the intake, and answered when the log has its frame. Thread-safe; never blocks.
 *
 * <p>Nothing is acknowledged in between. A confirmable message that waits is sent again by its
 * device (RFC 7252 section 4.2) and known here by its {@link Fingerprint}, so the answer can always
 * ride on the acknowledgement.
 */
final class FrameDeliverer implements MessageDeliverer {
    private static final String PATH = "v1/frames";

    private final CoapServices services;
    private final Input input;
    private final Senders senders;
    private final UnderWay underWay = new UnderWay();
    private final KeptFrames kept;
    private final Transfers transfers;
    private volatile boolean stopping;

    FrameDeliverer(CoapServices services, Input input, Senders senders) {
        this.services = services;
        this.input = input;
        this.senders = senders;
        this.kept = new KeptFrames(services.limits().remembered(), services.nanoClock());
        this.transfers =
                new Transfers(
                        services.limits().transfers(),
                        () -> services.events().emit(new GatewayEvent.TransferDropped(input)));
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        try {
            handle(exchange, exchange.getRequest());
        } catch (RuntimeException e) {
            // one request must not harm the thread that serves the others
            services.events().emit(new GatewayEvent.HandlerFailed(input, e));
            answer(exchange, Answers.internal());
        }
    }

    /** The gateway asks for nothing, so nothing is answered to it. */
    @Override
    public void deliverResponse(Exchange exchange, Response response) {}

    private void handle(Exchange exchange, Request request) {
        Optional<IngestFault> fault = judge(request);
        if (fault.isPresent()) {
            refuse(exchange, fault.get());
            return;
        }
        switch (senders.judge(request)) {
            case KeyAdmission.Refused refused -> refuse(exchange, refused.fault());
            case KeyAdmission.Admitted admitted -> admit(exchange, request, admitted.device());
        }
    }

    private Optional<IngestFault> judge(Request request) {
        OptionSet options = request.getOptions();
        if (stopping) {
            return Optional.of(IngestFault.STOPPING);
        }
        if (options.hasProxyUri() || options.hasProxyScheme()) {
            return Optional.of(IngestFault.PROXY_NOT_SUPPORTED);
        }
        if (!options.getUriPathString().equals(PATH)) {
            return Optional.of(IngestFault.NOT_FOUND);
        }
        if (request.getCode() != CoAP.Code.POST) {
            return Optional.of(IngestFault.METHOD_NOT_ALLOWED);
        }
        if (!options.getIfMatch().isEmpty()
                || options.hasIfNoneMatch()
                || options.getOthers().stream().anyMatch(other -> other.isCritical())) {
            return Optional.of(IngestFault.OPTION_NOT_UNDERSTOOD);
        }
        return Optional.empty();
    }

    private void admit(Exchange exchange, Request request, DeviceId device) {
        Fingerprint message = Fingerprint.of(device, request);
        if (kept.contains(message)) {
            services.events().emit(new GatewayEvent.FrameRepeated(input));
            answer(exchange, Answers.kept(request));
            return;
        }
        if (!request.getOptions().hasBlock1()) {
            Integer size = request.getOptions().getSize1();
            if (size != null && size > Payload.MAX_LENGTH) {
                refuse(exchange, device, IngestFault.TOO_LARGE);
            } else {
                submit(exchange, message, device, request.getPayload());
            }
            return;
        }
        switch (transfers.add(device, request, services.nanoClock().getAsLong())) {
            case Transfers.Progress.Continued more -> answer(exchange, Answers.next(request));
            case Transfers.Progress.Completed all ->
                    submit(exchange, message, device, all.payload().toByteArray());
            case Transfers.Progress.Refused no -> refuse(exchange, device, no.fault());
        }
    }

    private void submit(Exchange exchange, Fingerprint message, DeviceId device, byte[] payload) {
        CoapLimits limits = services.limits();
        int mostOfDevice = services.inFlight().roomy() ? limits.framesPerDevice() : 1;
        UnderWay.Waiting one =
                new UnderWay.Waiting(device, exchange, services.nanoClock().getAsLong());
        switch (underWay.begin(message, one, mostOfDevice)) {
            case REPEATED -> services.events().emit(new GatewayEvent.FrameRepeated(input));
            case TOO_MANY -> refuse(exchange, device, IngestFault.GATEWAY_FULL);
            case BEGUN -> {
                String channel = Queries.find(exchange.getRequest(), "channel").orElse("");
                services.intake()
                        .take(input, device, channel, payload, outcome -> settle(message, outcome));
            }
        }
    }

    /** Called by the log, on any thread. */
    private void settle(Fingerprint message, Outcome outcome) {
        if (outcome instanceof Outcome.Kept) {
            // first remembered, then answered: a message that comes again finds one or the other
            kept.add(message);
        }
        underWay.end(message)
                .ifPresent(
                        one ->
                                answer(
                                        one.exchange(),
                                        switch (outcome) {
                                            case Outcome.Kept it ->
                                                    Answers.kept(one.exchange().getRequest());
                                            case Outcome.Refused refused ->
                                                    Answers.fault(refused.fault());
                                        }));
    }

    /** Looks at the deadlines. */
    void patrol() {
        long now = services.nanoClock().getAsLong();
        long patience = services.limits().ackTimeout().toNanos();
        underWay.endAllSince(now - patience)
                .forEach(
                        late ->
                                answer(
                                        late.exchange(),
                                        Answers.fault(IngestFault.LOG_UNAVAILABLE)));
        transfers.expire(now);
    }

    /** From now on devices are told to come again. */
    void stop() {
        stopping = true;
    }

    /** How many frames wait for the log. */
    int underWay() {
        return underWay.size();
    }

    private void refuse(Exchange exchange, IngestFault fault) {
        String address = exchange.getRemoteSocketAddress().getAddress().getHostAddress();
        services.events().emit(new GatewayEvent.ConnectionRefused(input, address, fault));
        answer(exchange, Answers.fault(fault));
    }

    private void refuse(Exchange exchange, DeviceId device, IngestFault fault) {
        services.intake().refuse(input, device, fault);
        answer(exchange, Answers.fault(fault));
    }

    private static void answer(Exchange exchange, Response response) {
        try {
            exchange.sendResponse(response);
        } catch (RejectedExecutionException tooManyWait) {
            // the device sends again what it hears nothing of
        }
    }
}
