// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.PointName;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.stream.IntStream;

class FrameDecodersTest {
    private record Named(String name) implements FrameDecoder {
        @Override
        public Map<PointName, Point.Type> points() {
            if (name.equals("broken")) {
                throw new IllegalStateException("it has no points");
            }
            return Map.of(new PointName("open"), new Point.Type.Flag());
        }

        @Override
        public void decode(Frame frame, FrameSink sink) {}
    }

    private static FrameDecoders of(String... names) {
        return new FrameDecoders(List.of(names).stream().<FrameDecoder>map(Named::new).iterator());
    }

    @Test
    void areThoseOfTheClassPath() {
        assertThat(FrameDecoders.all().names()).contains("guide-telegram", "test-hostile");
        assertThat(FrameDecoders.all().find("guide-telegram").orElseThrow().points())
                .containsOnlyKeys(new PointName("level"), new PointName("open"));
        assertThat(FrameDecoders.all().unusable()).isEmpty();
    }

    @Test
    void thatCannotBeUsedCostTheOthersNothing() {
        FrameDecoders decoders = of("acme", "No Name", "broken", "acme", "other");

        assertThat(decoders.names()).containsExactly("acme", "other");
        assertThat(decoders.unusable())
                .containsExactly(
                        Named.class.getName() + " has the name \"No Name\"",
                        "it has no points",
                        Named.class.getName() + " has the name of another");
    }

    @Test
    void areLookedAtUpTo256() {
        Iterator<FrameDecoder> endless =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        throw new ServiceConfigurationError("a file of services is no such file");
                    }

                    @Override
                    public FrameDecoder next() {
                        throw new IllegalStateException();
                    }
                };

        assertThat(new FrameDecoders(endless).unusable()).hasSize(256);
        assertThat(
                        of(IntStream.range(0, 300).mapToObj(i -> "d" + i).toArray(String[]::new))
                                .names())
                .hasSize(256);
    }
}
