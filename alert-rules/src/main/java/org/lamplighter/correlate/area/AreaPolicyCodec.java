// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.rule.AreaPolicy;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Policies as they travel with what areas hear, and as areas keep them. */
final class AreaPolicyCodec {
    private AreaPolicyCodec() {}

    static ObjectNode toNode(AreaPolicy policy) {
        ObjectNode node = Json.object();
        node.put("id", policy.id().value());
        node.put("version", policy.version());
        node.put("attribute", policy.attribute());
        policy.kinds().forEach(node.putArray("kinds")::add);
        switch (policy) {
            case AreaPolicy.Collapse collapse -> {
                node.putObject("title")
                        .put("en", collapse.title().en())
                        .put("zh", collapse.title().zh());
                node.put("severity", collapse.severity().text());
                node.put("kind", collapse.caseKind().value());
                node.put("deadline", collapse.deadline().toString());
                put(node, "rules", collapse.rules());
                node.put("devices", collapse.devices());
                node.put("percent", collapse.percent());
                node.put("within", collapse.within().toString());
                node.put("updateEvery", collapse.updateEvery().toString());
            }
            case AreaPolicy.Inhibit inhibit -> {
                put(node, "when", inhibit.when());
                put(node, "hides", inhibit.hides());
                node.put("before", inhibit.before().toString());
                node.put("linger", inhibit.linger().toString());
            }
        }
        return node;
    }

    /**
     * Reads {@link #toNode} back.
     *
     * @throws IllegalArgumentException if it is no policy; the message names the member
     */
    static AreaPolicy parse(Members node) {
        RuleId id = node.parsed("id", RuleId::new);
        long version = node.number("version");
        String attribute = node.text("attribute");
        Set<String> kinds = new TreeSet<>(node.texts("kinds"));
        if (node.has("when")) {
            return new AreaPolicy.Inhibit(
                    id,
                    version,
                    attribute,
                    rules(node, "when"),
                    rules(node, "hides"),
                    kinds,
                    node.duration("before"),
                    node.duration("linger"));
        }
        Members title = node.object("title");
        return new AreaPolicy.Collapse(
                id,
                version,
                attribute,
                new Title(title.text("en"), title.text("zh")),
                node.parsed("severity", Severity::parse),
                node.parsed("kind", CaseKind::new),
                node.duration("deadline"),
                rules(node, "rules"),
                kinds,
                (int) node.number("devices"),
                (int) node.number("percent"),
                node.duration("within"),
                node.duration("updateEvery"));
    }

    private static void put(ObjectNode node, String member, Set<RuleId> rules) {
        ArrayNode array = node.putArray(member);
        rules.forEach(rule -> array.add(rule.value()));
    }

    private static Set<RuleId> rules(Members node, String member) {
        return node.texts(member).stream()
                .map(RuleId::new)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
