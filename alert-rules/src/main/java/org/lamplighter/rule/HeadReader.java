// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what rules and policies of areas have in common: names, titles, severities and cases. What
 * is missing or wrong is reported where it stands. Stateless.
 */
final class HeadReader {
    /** The latest deadline of a case. */
    static final Duration LONGEST_DEADLINE = Duration.ofDays(365);

    /** The longest title, in characters. */
    static final int MAX_TITLE = 200;

    private static final List<String> SEVERITIES = List.of("minor", "major", "critical");

    private HeadReader() {}

    /** An id, where it stands. */
    record Name(RuleId id, YamlValue at) {}

    static Optional<Name> name(YamlMap map, String what, String example) {
        return map.need("id", example)
                .flatMap(id -> named(id, what, RuleId::new).map(found -> new Name(found, id)));
    }

    static Optional<Title> title(YamlValue value) {
        Optional<YamlMap> map = value.map("a title", List.of("en", "zh"));
        Optional<String> en =
                map.flatMap(title -> title.need("en", "Manhole cover displaced"))
                        .flatMap(text -> text.text("a title", MAX_TITLE));
        Optional<String> zh =
                map.flatMap(title -> title.need("zh", "井盖位移"))
                        .flatMap(text -> text.text("a title", MAX_TITLE));
        return en.isPresent() && zh.isPresent()
                ? Optional.of(new Title(en.get(), zh.get()))
                : Optional.empty();
    }

    static <T> Optional<T> named(YamlValue value, String what, Function<String, T> make) {
        Optional<String> text = value.text(what, 200);
        try {
            return text.map(make);
        } catch (IllegalArgumentException e) {
            value.report(
                    RuleFault.BAD_NAME,
                    what
                            + " is a lower-case letter followed by at most 63 lower-case letters,"
                            + " digits or -, not \""
                            + text.orElse("")
                            + "\"",
                    "rename it");
            return Optional.empty();
        }
    }

    static Optional<Severity> severity(YamlValue value) {
        return value.word("a severity", SEVERITIES).map(Severity::parse);
    }

    static Optional<CaseKind> kind(YamlMap ofCase, String example) {
        return ofCase.need("kind", example)
                .flatMap(found -> named(found, "a case kind", CaseKind::new));
    }

    static Optional<Duration> deadline(YamlMap ofCase, String example) {
        return ofCase.need("deadline", example)
                .flatMap(
                        found ->
                                found.duration(
                                        "a deadline", Duration.ofMinutes(1), LONGEST_DEADLINE));
    }
}
