// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Change;
import org.lamplighter.reading.DeviceId;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

final class ChildNameTest {
    @Test
    void isThatOfTheParentAPointAndAWord() {
        assertThat(ChildName.idOf(new DeviceId("box"), "lamp-5")).isEqualTo("box.lamp-5");
        assertThat(ChildName.isOf("box", "box.lamp_5")).isTrue();
        assertThat(ChildName.isOf("north.box", "north.box.5")).isTrue();
        assertThat(ChildName.isOf("box", "box")).isFalse();
        assertThat(ChildName.isOf("box", "box.")).isFalse();
        assertThat(ChildName.isOf("box", "boxes.5")).isFalse();
        assertThat(ChildName.isOf("box", "box.5.6")).isFalse();
        assertThat(ChildName.isOf("box", "box.5:6")).isFalse();
        assertThat(ChildName.isOf("a:b", "a:b.6")).isTrue();
    }

    @Test
    void tellsTheOnlyParentItCanHave() {
        assertThat(ChildName.parentOf("north.box.5")).contains("north.box");
        assertThat(ChildName.parentOf("box")).isEmpty();
        assertThat(ChildName.parentOf("box.5:6")).isEmpty();
        assertThat(ChildName.parentOf(".5")).isEmpty();
        assertThat(ChildName.parentOf("box.")).isEmpty();
    }

    @Test
    void aChangeStandsAmongTheFramesOfTheSenderAndADeletionWhereTheDeviceCanHaveBeen() {
        ObjectNode body = child().toJson();
        assertThat(Device.parse(body)).isEqualTo(child());
        assertThat(Device.parse(body).home()).isEqualTo(new DeviceId("box"));
        assertThat(put("box.5", body).homes()).containsExactly("box");
        assertThat(put("box.5", JsonNodeFactory.instance.objectNode()).homes())
                .containsExactly("box.5");
        assertThat(deleted("box.5").homes()).containsExactly("box.5", "box");
        assertThat(deleted("box").homes()).containsExactly("box");
    }

    @Test
    void aDeviceWithoutAParentIsWrittenAsItWasBefore() {
        Device device =
                new Device(
                        new DeviceId("box"),
                        "p",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        false,
                        Credentials.NONE);

        assertThat(device.toJson())
                .hasToString(
                        "{\"id\":\"box\",\"profile\":\"p\",\"name\":\"\",\"tags\":[],"
                                + "\"attributes\":{},\"disabled\":false}");
        assertThat(Device.parse(device.toJson())).isEqualTo(device);
    }

    @Test
    void saysWhatIsWrongWithAChild() {
        assertThat(ChildFault.find("box", "box.5", Set.of("id", "parent"))).isEmpty();
        assertThat(ChildFault.find("b x", "box.5", Set.of()))
                .contains(
                        new ChildFault(
                                "parent",
                                "a parent must be the id of a device, but is \"b x\"",
                                "name the device whose frames tell of this one"));
        assertThat(ChildFault.find("box", "lamp.5", Set.of()))
                .contains(
                        new ChildFault(
                                "id",
                                "a child of \"box\" must be called by that id, a point and"
                                        + " letters, digits, _ or -, but is called \"lamp.5\"",
                                "call it as its parent's frames do, such as box.1"));
        assertThat(ChildFault.find("box", "box.5", Set.of("psk")))
                .contains(
                        new ChildFault(
                                "psk",
                                "a child never connects itself and has no psk",
                                "leave it out"));
    }

    private static Device child() {
        return new Device(
                new DeviceId("box.5"),
                "p",
                "",
                new Location.Unknown(),
                List.of(),
                new TreeMap<>(),
                false,
                Credentials.NONE,
                Optional.of(new DeviceId("box")));
    }

    private static Change put(String id, ObjectNode body) {
        return new Change(Change.Kind.DEVICE, id, 1, new Change.Effect.Put(body));
    }

    private static Change deleted(String id) {
        return new Change(Change.Kind.DEVICE, id, 1, new Change.Effect.Delete());
    }
}
