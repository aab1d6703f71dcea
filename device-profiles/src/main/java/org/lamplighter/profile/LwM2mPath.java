// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the OMA LwM2M registry has what a point is: an object and a resource of it, or of one
 * instance of the object (LwM2M Core 1.2.2, section 7.1).
 */
public record LwM2mPath(int object, OptionalInt instance, int resource) {
    private static final int MAX = 65_535;
    private static final String NUMBER = "(0|[1-9]\\d{0,4})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "/(?:" + NUMBER + "/)?" + NUMBER);

    /** Reads {@code 3330/5700} or {@code 3330/0/5700}; never throws. */
    public static Optional<LwM2mPath> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int object = Integer.parseInt(matcher.group(1));
        int resource = Integer.parseInt(matcher.group(3));
        OptionalInt instance =
                matcher.group(2) == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(matcher.group(2)));
        return object <= MAX && resource <= MAX && instance.orElse(0) < MAX
                ? Optional.of(new LwM2mPath(object, instance, resource))
                : Optional.empty();
    }

    /** Whether it is the same resource of the same object, of whatever instance. */
    public boolean isSameResource(LwM2mPath other) {
        return object == other.object && resource == other.resource;
    }

    @Override
    public String toString() {
        return object + "/" + (instance.isPresent() ? instance.getAsInt() + "/" : "") + resource;
    }
}
