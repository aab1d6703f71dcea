// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.devices;

import org.lamplighter.desk.rest.Fault;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.DevicesCsv;

import java.util.Optional;
import java.util.regex.Pattern;

/** The bounds of a device's values, each with the fault of who breaks it. */
final class DeviceRules {
    /** The longest name, in characters. */
    static final int MAX_NAME = 200;

    /** How many tags a device has at most. */
    static final int MAX_TAGS = 32;

    /** How many attributes a device has at most. */
    static final int MAX_ATTRIBUTES = DevicesCsv.MAX_ATTRIBUTES;

    /** The longest value of an attribute, in characters. */
    static final int MAX_ATTRIBUTE = 512;

    /** The shortest token, in characters: shorter ones could be found by trying. */
    static final int MIN_TOKEN = 16;

    /** The longest token, in characters. */
    static final int MAX_TOKEN = 256;

    private static final Pattern PROFILE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern TAG = Pattern.compile("[^\\p{Cntrl}\\s,;=\"]{1,64}");
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]*");
    private static final Pattern PSK = Pattern.compile("(?:[0-9a-fA-F]{2}){16,64}");

    private DeviceRules() {}

    static Optional<Fault> id(String where, String id) {
        if (DeviceId.isValid(id)) {
            return Optional.empty();
        }
        return fault(
                where,
                "an id must be 1 to "
                        + DeviceId.MAX_LENGTH
                        + " letters, digits and . _ : -, but is "
                        + quoted(id),
                "choose such an id");
    }

    static Optional<Fault> profile(String where, String profile) {
        return demand(
                PROFILE.matcher(profile).matches(),
                where,
                "a profile's id must be lower-case letters, digits and -, but is "
                        + quoted(profile),
                "see GET /api/v1/profiles for those there are");
    }

    static Optional<Fault> name(String where, String name) {
        return demand(
                name.length() <= MAX_NAME && isPlain(name),
                where,
                "a name must be at most "
                        + MAX_NAME
                        + " characters without control characters, but is "
                        + described(name),
                "shorten it");
    }

    static Optional<Fault> lon(String where, double lon) {
        return demand(
                lon >= -180 && lon <= 180,
                where,
                "lon must be within ±180 degrees, but is " + lon,
                "give degrees east in WGS 84");
    }

    static Optional<Fault> lat(String where, double lat) {
        return demand(
                lat >= -90 && lat <= 90,
                where,
                "lat must be within ±90 degrees, but is " + lat,
                "give degrees north in WGS 84; are lon and lat swapped?");
    }

    static Optional<Fault> tag(String where, String tag) {
        return demand(
                TAG.matcher(tag).matches(),
                where,
                "a tag must be 1 to 64 characters without blanks and , ; = \", but is "
                        + quoted(tag),
                "write it with - or _ instead");
    }

    static Optional<Fault> tagCount(String where, int count) {
        return demand(
                count <= MAX_TAGS,
                where,
                "a device has at most " + MAX_TAGS + " tags, but these are " + count,
                "leave some out");
    }

    static Optional<Fault> attributeName(String where, String name) {
        return demand(
                ATTRIBUTE_NAME.matcher(name).matches(),
                where,
                "an attribute's name must be a letter followed by at most 63 letters, digits, _ and"
                        + " -, but is "
                        + quoted(name),
                "rename it");
    }

    static Optional<Fault> attributeValue(String where, String value) {
        return demand(
                value.length() <= MAX_ATTRIBUTE && isPlain(value),
                where,
                "an attribute must be at most "
                        + MAX_ATTRIBUTE
                        + " characters without control characters, but is "
                        + described(value),
                "shorten it");
    }

    static Optional<Fault> attributeCount(String where, int count) {
        return demand(
                count <= MAX_ATTRIBUTES,
                where,
                "a device has at most " + MAX_ATTRIBUTES + " attributes, but these are " + count,
                "leave some out");
    }

    /** Never repeats the token. */
    static Optional<Fault> token(String where, String token) {
        return demand(
                token.length() >= MIN_TOKEN
                        && token.length() <= MAX_TOKEN
                        && TOKEN.matcher(token).matches(),
                where,
                "a token must be "
                        + MIN_TOKEN
                        + " to "
                        + MAX_TOKEN
                        + " printable ASCII characters without blanks, but this one has "
                        + token.length()
                        + " characters"
                        + (TOKEN.matcher(token).matches() ? "" : ", some of them others"),
                "give a longer random token, or none and take the one that is made");
    }

    /** Never repeats the key. */
    static Optional<Fault> psk(String where, String psk) {
        return demand(
                PSK.matcher(psk).matches(),
                where,
                "a psk must be 32 to 128 hexadecimal digits (16 to 64 bytes), but this one has "
                        + psk.length()
                        + " characters",
                "give it in hexadecimal, or none and take the one that is made");
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<Fault> demand(boolean kept, String where, String rule, String hint) {
        return kept ? Optional.empty() : fault(where, rule, hint);
    }

    private static Optional<Fault> fault(String where, String rule, String hint) {
        return Optional.of(new Fault(where, rule, hint));
    }

    private static String described(String text) {
        return text.length() > 40 ? text.length() + " characters" : quoted(text);
    }

    /** In quotes, shortened, with control characters made visible. */
    static String quoted(String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        StringBuilder quoted = new StringBuilder("\"");
        shown.chars()
                .forEach(
                        c ->
                                quoted.append(
                                        Character.isISOControl(c)
                                                ? String.format("\\u%04x", c)
                                                : (char) c));
        return quoted.append('"').toString();
    }
}
