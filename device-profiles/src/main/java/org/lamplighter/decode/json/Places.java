// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.MemberPath;
import org.lamplighter.profile.layout.MemberPath.Segment;

import java.util.List;
import java.util.Map;

/** Finds what a path leads to. */
final class Places {
    private Places() {}

    /** What is done with a value that a path leads to; false ends the search. */
    interface Visit {
        boolean at(Node node);
    }

    /** The one value of a path without a number in it; null if there is none. */
    static @Nullable Node find(MemberPath path, Node start) {
        Node[] found = new Node[1];
        boolean none =
                walk(
                        path.segments(),
                        start,
                        null,
                        node -> {
                            found[0] = node;
                            return false;
                        });
        return none ? null : found[0];
    }

    /**
     * Visits each value of a path; what has a number in its name with that number kept.
     *
     * @return false if a visit ended it
     */
    static boolean each(MemberPath path, Node start, Registers registers, Visit visit) {
        return walk(path.segments(), start, registers, visit);
    }

    private static boolean walk(
            List<Segment> path, Node start, @Nullable Registers registers, Visit visit) {
        Node node = start;
        for (int i = 0; i < path.size(); i++) {
            node.used = true;
            List<Segment> rest = path.subList(i + 1, path.size());
            switch (path.get(i)) {
                case Segment.Name(String name) -> {
                    Node next =
                            node instanceof Node.Members members ? members.members.get(name) : null;
                    if (next == null) {
                        return true;
                    }
                    node = next;
                }
                case Segment.Index(int index) -> {
                    if (!(node instanceof Node.Items items)) {
                        return true;
                    }
                    int at = index < 0 ? items.items.size() + index : index;
                    if (at < 0 || at >= items.items.size()) {
                        return true;
                    }
                    node = items.items.get(at);
                }
                case Segment.NumberedName(String prefix, String register, String suffix) -> {
                    return !(node instanceof Node.Members members)
                            || registers == null
                            || names(members, prefix, register, suffix, rest, registers, visit);
                }
                case Segment.NumberedIndex(String register) -> {
                    return !(node instanceof Node.Items items)
                            || registers == null
                            || items(items, register, rest, registers, visit);
                }
            }
        }
        node.used = true;
        return visit.at(node);
    }

    private static boolean names(
            Node.Members members,
            String prefix,
            String register,
            String suffix,
            List<Segment> rest,
            Registers registers,
            Visit visit) {
        for (Map.Entry<String, Node> member : members.members.entrySet()) {
            int number = number(member.getKey(), prefix, suffix);
            if (number >= 0) {
                registers.keep(register, number);
                if (!registers.step() || !walk(rest, member.getValue(), registers, visit)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean items(
            Node.Items items,
            String register,
            List<Segment> rest,
            Registers registers,
            Visit visit) {
        for (int i = 0; i < items.items.size(); i++) {
            registers.keep(register, i);
            if (!registers.step() || !walk(rest, items.items.get(i), registers, visit)) {
                return false;
            }
        }
        return true;
    }

    /** The number between two parts of a name, of at most 4 digits; -1 if there is none. */
    private static int number(String name, String prefix, String suffix) {
        int end = name.length() - suffix.length();
        boolean fits =
                end > prefix.length()
                        && end - prefix.length() <= 4
                        && name.startsWith(prefix)
                        && name.endsWith(suffix);
        int number = 0;
        for (int i = prefix.length(); fits && i < end; i++) {
            char digit = name.charAt(i);
            fits = digit >= '0' && digit <= '9';
            number = 10 * number + digit - '0';
        }
        return fits ? number : -1;
    }
}
