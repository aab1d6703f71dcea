// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.layout.Amount;
import org.lamplighter.profile.layout.BinaryLayout;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;

/**
 * Reads numbers of bytes or rounds: {@code 4}, {@code left}, {@code u8}, {@code { field: n }} or
 * {@code { type: u16, plus: -3 }}.
 */
final class AmountText {
    private final Scope scope;
    private final boolean little;

    AmountText(Scope scope, boolean little) {
        this.scope = scope;
        this.little = little;
    }

    Optional<Amount> read(YamlValue value, String what) {
        if (value.isMap()) {
            return value.map(what, List.of("field", "type", "left", "order", "plus"))
                    .flatMap(this::map);
        }
        if (value.isWord("left")) {
            return Optional.of(new Amount.Left(0));
        }
        if (value.looksLike("[us]\\d+")) {
            return TypeReader.integer(value, little).map(type -> new Amount.Read(type, 0));
        }
        return value.integer(what, 1, Payload.MAX_LENGTH).map(n -> new Amount.Fixed(n.intValue()));
    }

    /** As {@link #read}, for a number of rounds. */
    Optional<Amount> rounds(YamlValue value) {
        return value.isMap() || value.looksLike("[us]\\d+")
                ? read(value, "count")
                : value.integer("count", 1, BinaryLayout.MAX_ROUNDS)
                        .map(n -> new Amount.Fixed(n.intValue()));
    }

    private Optional<Amount> map(YamlMap map) {
        Optional<String> form = map.needOneOf(List.of("field", "type", "left"));
        int plus =
                map.find("plus")
                        .flatMap(v -> v.integer("plus", -Payload.MAX_LENGTH, Payload.MAX_LENGTH))
                        .map(Long::intValue)
                        .orElse(0);
        boolean isLittle = FieldReader.isLittle(map, little);
        return form.flatMap(
                key ->
                        switch (key) {
                            case "field" ->
                                    map.find(key)
                                            .flatMap(scope::number)
                                            .map(name -> new Amount.Kept(name, plus));
                            case "type" ->
                                    map.find(key)
                                            .flatMap(v -> TypeReader.integer(v, isLittle))
                                            .map(type -> new Amount.Read(type, plus));
                            default ->
                                    map.find(key)
                                            .flatMap(v -> v.word("left", List.of("true")))
                                            .map(yes -> new Amount.Left(plus));
                        });
    }
}
