// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.event;

/**
 * Why the gateway turns a frame or a connection away. The constant is the metric's tag, the log's
 * field, the problem's type over HTTP and the reason over MQTT; each carries the answer that its
 * protocol gives (MQTT 5 section 2.4; MQTT 3.1.1 section 3.2.2.3; RFC 9110; for CoAP the HTTP
 * status has the same class and number, RFC 7252 section 5.9).
 */
public enum IngestFault {
    NO_CREDENTIALS(
            0x86,
            4,
            401,
            "no credentials",
            "send the device id as user name and its token as password, or its token alone"),
    /** On the wire the same as {@link #WRONG_TOKEN}, so that ids cannot be found out. */
    UNKNOWN_DEVICE(
            0x86,
            4,
            401,
            "unknown device or wrong token",
            "register the device, or send the token it was given"),
    WRONG_TOKEN(
            0x86,
            4,
            401,
            "unknown device or wrong token",
            "register the device, or send the token it was given"),
    /** The DTLS session was made with a key that has been replaced since. */
    KEY_REPLACED(
            0x86, 4, 401, "the device's key was replaced", "connect again with its present key"),
    DEVICE_DISABLED(
            0x87, 5, 403, "the device is disabled", "enable it in the registry to let it in again"),
    /** The registry's feed has not been read to its end: nobody can be called a stranger yet. */
    REGISTRY_NOT_READY(0x88, 3, 503, "the gateway is still reading its registry", "try again"),
    CLIENT_ID_REFUSED(
            0x85,
            2,
            400,
            "the client id is too long, or empty without a clean session",
            "use at most 128 bytes, or an empty one with a clean session"),
    PROTOCOL_VERSION(
            0x84, 1, 505, "this protocol version is not spoken here", "use MQTT 5 or MQTT 3.1.1"),
    AUTHENTICATION_METHOD(
            0x8C,
            5,
            400,
            "enhanced authentication is not supported",
            "connect with user name and password"),
    TOO_MANY_CONNECTIONS(
            0x97,
            3,
            503,
            "too many connections of this device",
            "close connections that are not used any more"),
    TOPIC_NOT_ALLOWED(
            0x90,
            5,
            404,
            "frames are not taken on this topic",
            "publish to v1/frames or to a topic that the device's profile names"),
    CHANNEL_INVALID(
            0x90,
            5,
            400,
            "the channel is longer than 256 characters or has control characters",
            "shorten the topic or the channel"),
    QOS_NOT_SUPPORTED(0x9B, 5, 400, "QoS 2 is not supported", "publish with QoS 1"),
    RETAIN_NOT_SUPPORTED(
            0x9A, 5, 400, "retained messages are not supported", "publish without retain"),
    TOPIC_ALIAS_INVALID(
            0x94,
            5,
            400,
            "the topic alias is 0, above the announced maximum or was never set",
            "keep to the Topic Alias Maximum of the CONNACK"),
    /** The payload, or the packet around it, is larger than is taken anywhere. */
    TOO_LARGE(0x95, 5, 413, "the frame is larger than 65,536 bytes", "send less in one frame"),
    TOO_MANY_PROPERTIES(
            0x97, 5, 400, "the packet has more than 20 user properties", "send fewer properties"),
    MALFORMED(0x81, 5, 400, "the bytes are not a valid packet", "check the client's encoder"),
    PROTOCOL_ERROR(
            0x82, 5, 400, "the packet is not allowed here", "check the client's order of packets"),
    /** The log did not take the frame in time; a frame sent again may be kept. */
    LOG_UNAVAILABLE(0x89, 3, 503, "the log cannot take frames at the moment", "send it again"),
    /** The gateway holds as many unacknowledged frames as it may. */
    GATEWAY_FULL(0x97, 3, 503, "the gateway cannot hold more frames", "send it again later"),
    STOPPING(0x8B, 3, 503, "the gateway is stopping", "connect again"),
    NOT_FOUND(0x80, 5, 404, "there is nothing here", "POST frames to /v1/frames"),
    METHOD_NOT_ALLOWED(0x80, 5, 405, "only POST is taken here", "POST frames to /v1/frames"),
    HEADERS_TOO_LARGE(0x80, 5, 431, "the request's head is too large", "send less in headers"),
    /** CoAP: a block of a block-wise transfer is missing, or is not of the one under way. */
    BLOCK_MISSING(
            0x80,
            5,
            408,
            "blocks before this one are missing",
            "send it again from its first block"),
    /** CoAP: an option that must be understood is not (RFC 7252 section 5.4.1). */
    OPTION_NOT_UNDERSTOOD(
            0x80,
            5,
            402,
            "an option that must be understood is not",
            "leave critical options away"),
    /** CoAP: the gateway is no proxy (RFC 7252 section 5.10.2). */
    PROXY_NOT_SUPPORTED(0x80, 5, 505, "this is no proxy", "POST frames to /v1/frames"),
    REQUEST_TIMEOUT(0x80, 5, 408, "the request was not complete in time", "send it again, faster");

    private final int mqtt5;
    private final int mqtt3;
    private final int http;
    private final String title;
    private final String hint;

    IngestFault(int mqtt5, int mqtt3, int http, String title, String hint) {
        this.mqtt5 = mqtt5;
        this.mqtt3 = mqtt3;
        this.http = http;
        this.title = title;
        this.hint = hint;
    }

    /** The MQTT 5 reason code, in CONNACK, PUBACK or DISCONNECT. */
    public int mqtt5() {
        return mqtt5;
    }

    /** The MQTT 3.1.1 CONNACK return code. */
    public int mqtt3() {
        return mqtt3;
    }

    /** The HTTP status. */
    public int http() {
        return http;
    }

    /** What is wrong, as a short phrase. */
    public String title() {
        return title;
    }

    /** What the sender can do. */
    public String hint() {
        return hint;
    }

    /**
     * Whether this frame alone is refused for good, so that MQTT 5 says so in the PUBACK and the
     * connection goes on. Never true for what could be kept later (MQTT-4.4.0-2).
     */
    public boolean endsFrameOnly() {
        return this == TOPIC_NOT_ALLOWED || this == CHANNEL_INVALID;
    }

    /** The name in metrics, logs and problem types: {@code topic-not-allowed}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
