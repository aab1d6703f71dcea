// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import org.lamplighter.coverage.Judge.Verdict;
import org.lamplighter.decode.Decoder;
import org.lamplighter.profile.ShippedProfiles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What became of all frames of a folder, device by device. */
final class CoverageReport {
    private final SortedMap<String, List<Part>> devices = new TreeMap<>();

    /**
     * What became of one file.
     *
     * @param profile the profile that reads it, or empty
     * @param without why there is none, or empty
     * @param strangers frames and fields that the mapping names in vain
     */
    private record Part(
            VectorFile file,
            String profile,
            String without,
            List<Verdict> verdicts,
            List<String> strangers) {
        long right() {
            return verdicts.stream().filter(Verdict::isRight).count();
        }

        long judged() {
            return verdicts.stream().filter(verdict -> verdict.skipped().isEmpty()).count();
        }
    }

    static CoverageReport of(List<VectorFile> files) throws IOException {
        CoverageReport report = new CoverageReport();
        Map<String, Decoder> decoders = new HashMap<>();
        for (ShippedProfiles.Shipped shipped : ShippedProfiles.all()) {
            decoders.put(shipped.id(), Decoder.of(shipped.profile()));
        }
        for (VectorFile file : files) {
            report.devices
                    .computeIfAbsent(file.device(), device -> new ArrayList<>())
                    .add(part(file, Mapping.find(file.stem()), decoders));
        }
        return report;
    }

    private static Part part(
            VectorFile file, Optional<Mapping> mapping, Map<String, Decoder> decoders) {
        if (mapping.isEmpty() || !mapping.get().code().isEmpty()) {
            String why = mapping.map(Mapping::code).orElse("");
            return unread(file, why.isEmpty() ? "no profile yet" : "needs code: " + why);
        }
        Decoder decoder = decoders.get(mapping.get().profile());
        if (decoder == null) {
            return unread(file, "the profile " + mapping.get().profile() + " is not shipped");
        }
        Judge judge = new Judge(decoder, mapping.get());
        return new Part(
                file,
                mapping.get().profile(),
                "",
                file.vectors().stream().map(judge::judge).toList(),
                Judge.strangers(mapping.get(), file));
    }

    private static Part unread(VectorFile file, String why) {
        List<Verdict> verdicts =
                file.vectors().stream().map(vector -> unread(vector, why)).toList();
        return new Part(file, "", why, verdicts, List.of());
    }

    private static Verdict unread(VectorFile.Vector vector, String why) {
        return new Verdict(vector, "", "", List.of(why), new TreeMap<>(), new TreeMap<>());
    }

    /** Frames and fields that mappings name and no file has. */
    List<String> strangers() {
        return parts().stream()
                .flatMap(
                        part ->
                                part.strangers().stream()
                                        .map(key -> part.file().stem() + " " + key))
                .toList();
    }

    private List<Part> parts() {
        return devices.values().stream().flatMap(List::stream).toList();
    }

    private static String counted(List<Part> parts, boolean synthetic) {
        List<Part> these = parts.stream().filter(p -> p.file().synthetic() == synthetic).toList();
        long judged = these.stream().mapToLong(Part::judged).sum();
        return judged == 0 ? "–" : these.stream().mapToLong(Part::right).sum() + " of " + judged;
    }

    /** Whether all its real frames are right, or all synthetic ones if it has no other. */
    private static boolean isRight(List<Part> parts) {
        boolean anyReal = parts.stream().anyMatch(part -> !part.file().synthetic());
        return parts.stream()
                .filter(part -> part.file().synthetic() != anyReal)
                .allMatch(part -> part.right() == part.judged());
    }

    String markdown() {
        StringBuilder out = new StringBuilder();
        long right = devices.values().stream().filter(CoverageReport::isRight).count();
        out.append(
                """
                # Device coverage

                Which frames of a collection of other people's test vectors the shipped profiles read right, device by device.
                It is a reality check and no part of the project: the profiles' own `examples` are written from the documented
                formats. Real frames come from vendors' own tests; synthetic ones were made by a tool, mostly one field at its
                edge: good for widths and signs, no evidence of what a device sends. A frame is right if every value that is
                expected of it is the value of a point here, by a mapping of names
                (`device-profiles/src/test/resources/org/lamplighter/coverage/`), or is ignored or rewritten for a reason that is
                told below; and where a frame must be refused, if it gives a fault here. A device is right if all its real frames
                are, or, where it has none, all its synthetic ones.

                Generated by `DeviceCoverageTest`, which runs only with `-Dvectors=FOLDER`; with `-Dguide.write=true` it writes this
                page, else it compares.

                """);
        long code =
                devices.values().stream()
                        .filter(parts -> parts.stream().anyMatch(p -> p.without().contains("code")))
                        .count();
        out.append("| | right |\n|---|---|\n");
        out.append("| devices, without code | ").append(right).append(" of ");
        out.append(devices.size()).append(" |\n");
        out.append("| devices that need code | ").append(code).append(" |\n");
        out.append("| real frames | ").append(counted(parts(), false)).append(" |\n");
        out.append("| synthetic frames | ").append(counted(parts(), true)).append(" |\n");
        out.append("| of them refused, as they must be | ").append(refused()).append(" |\n");
        out.append("| frames not judged | ").append(skipped()).append(" |\n");
        table(out);
        wrong(out);
        judgedNot(out);
        refused(out);
        reasons(out, "Expected values that are rewritten", Verdict::rewritten);
        reasons(out, "Fields that are not compared", Verdict::ignored);
        return out.toString();
    }

    private long skipped() {
        return parts().stream().mapToLong(p -> p.verdicts().size() - p.judged()).sum();
    }

    private long refused() {
        return parts().stream()
                .flatMap(part -> part.verdicts().stream())
                .filter(verdict -> !verdict.refused().isEmpty() && verdict.isRight())
                .count();
    }

    private void table(StringBuilder out) {
        out.append("\n## Devices\n\n");
        out.append("| device | profile | right | real frames | synthetic frames |\n");
        out.append("|---|---|---|---|---|\n");
        devices.forEach(
                (device, parts) ->
                        out.append("| ")
                                .append(device)
                                .append(" | ")
                                .append(profiles(parts))
                                .append(" | ")
                                .append(isRight(parts) ? "yes" : "no")
                                .append(" | ")
                                .append(counted(parts, false))
                                .append(" | ")
                                .append(counted(parts, true))
                                .append(" |\n"));
    }

    private static String profiles(List<Part> parts) {
        return String.join(
                ", ",
                parts.stream()
                        .map(p -> p.profile().isEmpty() ? p.without() : "`" + p.profile() + "`")
                        .distinct()
                        .toList());
    }

    private void wrong(StringBuilder out) {
        out.append("\n## What is not right\n\n");
        int before = out.length();
        for (Part part : parts()) {
            for (Verdict verdict : part.verdicts()) {
                if (part.without().isEmpty() && !verdict.wrong().isEmpty()) {
                    line(out, part, verdict).append('\n');
                    verdict.wrong()
                            .forEach(one -> out.append("  - ").append(shown(one)).append('\n'));
                }
            }
        }
        if (out.length() == before) {
            out.append("Nothing that has a profile.\n");
        }
    }

    private static StringBuilder line(StringBuilder out, Part part, Verdict verdict) {
        return out.append("- ")
                .append(part.file().device())
                .append(part.file().synthetic() ? " (synthetic) `" : " `")
                .append(verdict.vector().key())
                .append('`');
    }

    private void judgedNot(StringBuilder out) {
        if (skipped() == 0) {
            return;
        }
        out.append("\n## Frames that are not judged\n\n");
        for (Part part : parts()) {
            for (Verdict verdict : part.verdicts()) {
                if (!verdict.skipped().isEmpty()) {
                    line(out, part, verdict).append(": ").append(shown(verdict.skipped()));
                    out.append('\n');
                }
            }
        }
    }

    private void refused(StringBuilder out) {
        out.append("\n## Frames that are refused, and why\n\n");
        for (Part part : parts()) {
            for (Verdict verdict : part.verdicts()) {
                if (!verdict.refused().isEmpty()) {
                    line(out, part, verdict).append(": ").append(shown(verdict.refused()));
                    out.append('\n');
                }
            }
        }
    }

    /** What is told of fields of each device, where several share a reason in one line. */
    private void reasons(
            StringBuilder out, String title, Function<Verdict, SortedMap<String, String>> told) {
        out.append("\n## ").append(title).append("\n\n");
        devices.forEach(
                (device, parts) -> {
                    SortedMap<String, SortedSet<String>> fields = new TreeMap<>();
                    parts.stream()
                            .flatMap(part -> part.verdicts().stream())
                            .forEach(
                                    verdict ->
                                            told.apply(verdict)
                                                    .forEach(
                                                            (field, reason) ->
                                                                    fields.computeIfAbsent(
                                                                                    reason,
                                                                                    r ->
                                                                                            new TreeSet<>())
                                                                            .add(
                                                                                    "`" + field
                                                                                            + "`")));
                    fields.forEach(
                            (reason, named) ->
                                    out.append("- ")
                                            .append(device)
                                            .append(": ")
                                            .append(String.join(", ", named))
                                            .append(": ")
                                            .append(shown(reason))
                                            .append('\n'));
                });
    }

    private static String shown(String text) {
        return text.replace("|", "\\|").replace('\n', ' ').strip();
    }
}
