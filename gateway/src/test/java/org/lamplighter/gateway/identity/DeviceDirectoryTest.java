// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;

import java.nio.charset.StandardCharsets;

class DeviceDirectoryTest {
    private final KnownDevices known = KnownDevices.of("cover-1");

    @Test
    void admitsEveryTokenInForceDuringARotation() {
        known.put("cover-1", false, "old", "new");

        assertThat(admit("cover-1", "old")).isInstanceOf(Admission.Admitted.class);
        assertThat(admit("cover-1", "new")).isInstanceOf(Admission.Admitted.class);
        assertThat(known.directory.admit("new")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void forgetsATokenThatIsNoLongerInForce() {
        known.put("cover-1", false, "old");
        known.put("cover-1", false, "new");

        assertThat(faultOf(admit("cover-1", "old"))).isEqualTo(IngestFault.WRONG_TOKEN);
        assertThat(faultOf(known.directory.admit("old"))).isEqualTo(IngestFault.UNKNOWN_DEVICE);
    }

    @Test
    void forgetsARemovedDevice() {
        known.remove("cover-1");

        assertThat(known.directory.find(new DeviceId("cover-1"))).isEmpty();
        assertThat(faultOf(known.directory.admit(KnownDevices.tokenOf("cover-1"))))
                .isEqualTo(IngestFault.UNKNOWN_DEVICE);
        assertThat(known.directory.size()).isZero();
    }

    @Test
    void doesNotKnowChildrenSinceTheyNeverSend() {
        String child =
                "{\"kind\":\"device\",\"key\":\"%s\",\"version\":%d,\"body\":{\"id\":\"%s\","
                        + "\"parent\":\"box\",\"profile\":\"p\"}}";
        known.apply(Topic.DEVICES, "box.1", child.formatted("box.1", 100, "box.1"));
        assertThat(known.directory.find(new DeviceId("box.1"))).isEmpty();
        assertThat(known.directory.size()).isEqualTo(1);

        // one that sent before, and was deleted in between
        known.put("box.2", "p", 100, false, "token");
        known.apply(Topic.DEVICES, "box.2", child.formatted("box.2", 102, "box.2"));
        assertThat(known.directory.find(new DeviceId("box.2"))).isEmpty();
        assertThat(faultOf(known.directory.admit("token"))).isEqualTo(IngestFault.UNKNOWN_DEVICE);
    }

    @Test
    void ignoresAnOlderVersion() {
        known.put("cover-1", "p", 100, false, "new");
        known.put("cover-1", "p", 99, true, "old");

        assertThat(admit("cover-1", "new")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void doesNotBringADeletedDeviceBackByAnOlderVersion() {
        known.put("cover-1", "p", 100, false, "new");
        known.apply(
                Topic.DEVICES,
                "cover-1",
                "{\"kind\":\"device\",\"key\":\"cover-1\",\"version\":101,\"deleted\":true}");

        known.put("cover-1", "p", 100, false, "new");
        assertThat(known.directory.size()).isZero();
        known.put("cover-1", "p", 102, false, "new");

        assertThat(known.directory.size()).isEqualTo(1);
    }

    @Test
    void bringsADeviceBackAfterATombstone() {
        known.remove("cover-1");

        known.put("cover-1", false, "again");

        assertThat(admit("cover-1", "again")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void passesOverWhatItCannotRead() {
        known.apply(Topic.DEVICES, "cover-9", "{}");
        known.apply(Topic.DEVICES, "cover-9", "no json");
        known.apply(
                Topic.PROFILES,
                "p",
                "{\"kind\":\"profile\",\"key\":\"p\",\"version\":1,\"body\":{\"yaml\":\"x\"}}");

        assertThat(known.events.all(GatewayEvent.RegistryRecordSkipped.class))
                .extracting(GatewayEvent.RegistryRecordSkipped::topic)
                .containsExactly("devices", "devices", "profiles");
        assertThat(known.directory.size()).isEqualTo(1);
    }

    private Admission admit(String id, String token) {
        return known.directory.admit(id, token.getBytes(StandardCharsets.UTF_8));
    }

    private static IngestFault faultOf(Admission admission) {
        return switch (admission) {
            case Admission.Refused refused -> refused.fault();
            case Admission.Admitted admitted ->
                    throw new AssertionError(admitted.identity().device() + " was admitted");
        };
    }
}
