// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.OwnReading.Base;
import org.lamplighter.profile.layout.OwnReading.Reckoned;
import org.lamplighter.profile.layout.OwnReading.Step;
import org.lamplighter.profile.layout.OwnReading.TextPart;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whose and when a reading of its own is. */
public final class OwnReadingReader {
    static final List<String> KEYS = List.of("history", "time", "child");

    private static final Duration LONGEST_STEP = Duration.ofDays(366);

    private final Scope scope;

    public OwnReadingReader(Scope scope) {
        this.scope = scope;
    }

    Optional<OwnReading> read(YamlMap map) {
        boolean history = map.find("history").flatMap(v -> v.flag("history")).orElse(false);
        List<TextPart> child = map.find("child").map(this::child).orElseGet(List::of);
        Optional<Reckoned> time = map.find("time").flatMap(this::time);
        return map.has("time") && time.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnReading(history, child, time));
    }

    /** The name of a child, which has names that are read in braces. */
    public List<TextPart> child(YamlValue value) {
        List<TextPart> parts = new ArrayList<>();
        String text = value.text("a child", 128).orElse("");
        boolean named = false;
        for (int at = 0; at < text.length(); ) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                parts.add(new TextPart.Literal(text.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new TextPart.Literal(text.substring(at, open)));
            }
            String name = text.substring(open + 1, close);
            scope.use(value, name, true);
            parts.add(new TextPart.Kept(name));
            named = true;
            at = close + 1;
        }
        if (!text.isEmpty() && !named) {
            value.report(
                    ProfileIssue.BAD_NAME,
                    "a child's name has a name that is read in braces, and \""
                            + text
                            + "\" has none",
                    "write it such as lamp-{n}");
        }
        return parts;
    }

    /** A time that is reckoned from another. */
    public Optional<Reckoned> time(YamlValue value) {
        Optional<YamlMap> map =
                value.map("time", List.of("before", "after", "step", "first", "newest"));
        Optional<String> form = map.flatMap(m -> m.needOneOf(List.of("before", "after")));
        if (map.isEmpty() || form.isEmpty()) {
            return Optional.empty();
        }
        Optional<Base> base = map.get().find(form.get()).flatMap(v -> base(v, form.get()));
        Optional<Step> step = map.get().need("step", "10m").flatMap(this::step);
        int first =
                map.get()
                        .find("first")
                        .flatMap(v -> v.integer("first", 0, 100_000))
                        .map(Long::intValue)
                        .orElse(0);
        boolean newestLast =
                map.get()
                        .find("newest")
                        .flatMap(v -> v.word("newest", List.of("first", "last")))
                        .map("last"::equals)
                        .orElse(false);
        boolean after = form.get().equals("after");
        if (after && map.get().has("newest")) {
            map.get()
                    .requireKey("newest")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "newest goes with before; after a time the last one is the newest",
                            "remove it");
        }
        return base.flatMap(
                b -> step.map(s -> new Reckoned(b, after, s, first, newestLast && !after)));
    }

    private Optional<Base> base(YamlValue value, String what) {
        if (value.isMap()) {
            return value.map(what, List.of("field"))
                    .flatMap(m -> m.need("field", "start"))
                    .flatMap(scope::number)
                    .map(Base.Kept::new);
        }
        return value.word(what, List.of("received", "frame"))
                .map(word -> word.equals("received") ? new Base.Received() : new Base.Frame());
    }

    private Optional<Step> step(YamlValue value) {
        if (!value.isMap()) {
            return value.duration("step", Duration.ofMillis(1), LONGEST_STEP).map(Step.Fixed::new);
        }
        Optional<YamlMap> map = value.map("step", List.of("field", "unit"));
        Optional<String> name = map.flatMap(m -> m.need("field", "n")).flatMap(scope::number);
        Optional<Duration> unit =
                map.flatMap(m -> m.need("unit", "min"))
                        .flatMap(v -> v.word("unit", UseReader.TIME_UNITS.keySet()))
                        .map(UseReader.TIME_UNITS::get);
        return name.flatMap(n -> unit.map(u -> new Step.Kept(n, u)));
    }
}
