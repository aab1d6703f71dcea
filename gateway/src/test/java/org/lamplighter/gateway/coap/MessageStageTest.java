// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.Input;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

class MessageStageTest {
    @Test
    void holdsSoManyMessagesAndDropsOneMore() throws Exception {
        RecordingEvents events = new RecordingEvents();
        MessageStage stage = new MessageStage(1, 2, Input.COAPS, events);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        try {
            stage.execute(
                    () -> {
                        begun.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            begun.await();
            stage.execute(done::countDown);
            stage.execute(done::countDown);

            assertThatThrownBy(() -> stage.execute(done::countDown))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("2 messages wait");

            goOn.countDown();
            done.await();
            assertThat(events.all(GatewayEvent.MessageDropped.class))
                    .containsExactly(new GatewayEvent.MessageDropped(Input.COAPS));
            assertThat(CoapLimits.WAITING_MESSAGES).isEqualTo(10_000);
        } finally {
            stage.shutdownNow();
        }
    }
}
