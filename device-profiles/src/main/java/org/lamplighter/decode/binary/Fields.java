// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.Amount;
import org.lamplighter.profile.layout.Field;

import java.util.List;
import java.util.function.Predicate;

/** What can be said of fields without reading. */
final class Fields {
    private Fields() {}

    /** The bytes of a field; -1 if only reading tells. */
    static int length(Field field) {
        return switch (field) {
            case Field.Constant constant -> constant.bytes().length();
            case Field.Skip skip -> skip.length();
            case Field.Whole whole -> whole.type().length();
            case Field.Sliced sliced -> sliced.type().length();
            case Field.BitStream stream -> stream.length();
            case Field.Words words ->
                    words.length() instanceof Amount.Fixed fixed ? fixed.value() : -1;
            case Field.Rest rest -> -1;
            case Field.Move move -> -1;
            case Field.Named call -> -1;
            case Field.Choose choose -> -1;
            case Field.Repeat repeat -> -1;
            case Field.Tagged tagged -> -1;
            case Field.Flagged flagged -> -1;
            case Field.Part part -> -1;
            case Field.IfLeft ifLeft -> -1;
            case Field.When when -> -1;
            case Field.Check check -> -1;
            case Field.Own own -> -1;
        };
    }

    /** Whether one of the fields, or of those within them, is such. */
    static boolean any(List<Field> fields, Predicate<Field> such) {
        for (Field field : fields) {
            if (such.test(field) || field.inner().stream().anyMatch(inner -> any(inner, such))) {
                return true;
            }
        }
        return false;
    }
}
