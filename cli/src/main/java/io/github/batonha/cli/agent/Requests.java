package io.github.batonha.cli.agent;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of an agent, as JSON. */
public final class Requests {

    private Requests() {}

    public static Json of(SetPrimaryRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("target", request.target() == null ? new Json.Nothing() : new Json.Text(request.target()));
        fields.put("confirmDown", texts(request.confirmDown()));
        fields.put("by", new Json.Text(request.by()));
        fields.put("reason", new Json.Text(request.reason()));
        fields.put("fence", texts(request.fence()));
        fields.put("override", texts(request.override()));
        fields.put("dryRun", new Json.Flag(request.dryRun()));
        if (request.whenReadySeconds() > 0) {
            fields.put("whenReadySeconds", Json.Digits.of(request.whenReadySeconds()));
        }
        return new Json.Fields(fields);
    }

    public static Json of(ScheduleRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("target", new Json.Text(request.target()));
        fields.put("at", new Json.Text(request.at()));
        fields.put("by", new Json.Text(request.by()));
        fields.put("reason", new Json.Text(request.reason()));
        fields.put("override", texts(request.override()));
        fields.put("whenReadySeconds", Json.Digits.of(request.whenReadySeconds()));
        return new Json.Fields(fields);
    }

    public static Json of(CancelRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("target", new Json.Text(request.target()));
        fields.put("by", new Json.Text(request.by()));
        fields.put("reason", new Json.Text(request.reason()));
        return new Json.Fields(fields);
    }

    public static Json of(RepairRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("confirmDown", texts(request.confirmDown()));
        fields.put("by", new Json.Text(request.by()));
        fields.put("reason", new Json.Text(request.reason()));
        fields.put("dryRun", new Json.Flag(request.dryRun()));
        return new Json.Fields(fields);
    }

    public static Json of(DrainRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("node", textOrNothing(request.node()));
        fields.put("deadlineSeconds", Json.Digits.of(request.deadlineSeconds()));
        fields.put("stop", new Json.Flag(request.stop()));
        fields.put("force", new Json.Flag(request.force()));
        fields.put("by", new Json.Text(request.by()));
        if (request.close()) {
            fields.put("close", new Json.Flag(true));
        }
        return new Json.Fields(fields);
    }

    public static Json of(UndrainRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("node", textOrNothing(request.node()));
        fields.put("by", new Json.Text(request.by()));
        return new Json.Fields(fields);
    }

    private static Json textOrNothing(@Nullable String text) {
        return text == null ? new Json.Nothing() : new Json.Text(text);
    }

    /** Without what is not said: an agent of an earlier release does not know it. */
    public static Json of(ApplyRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("hosts", texts(request.hosts()));
        fields.put("everyNode", new Json.Flag(request.everyNode()));
        fields.put("dryRun", new Json.Flag(request.dryRun()));
        fields.put("by", new Json.Text(request.by()));
        if (!request.shown().isEmpty()) {
            var shown = new LinkedHashMap<String, Json>();
            new TreeMap<>(request.shown()).forEach((node, plan) -> shown.put(node, new Json.Text(plan)));
            fields.put("shown", new Json.Fields(shown));
        }
        if (request.rolling()) {
            fields.put("rolling", new Json.Flag(true));
            fields.put("drainSeconds", Json.Digits.of(request.drainSeconds()));
        }
        if (!request.reason().isEmpty()) {
            fields.put("reason", new Json.Text(request.reason()));
        }
        if (!request.processes().isEmpty()) {
            fields.put("processes", texts(request.processes()));
        }
        return new Json.Fields(fields);
    }

    public static Json of(PushRequest request) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("dryRun", new Json.Flag(request.dryRun()));
        fields.put("by", new Json.Text(request.by()));
        fields.put("reason", new Json.Text(request.reason()));
        return new Json.Fields(fields);
    }

    public static Json of(Operation operation) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put("action", new Json.Text(operation.action().name()));
        fields.put("scope", new Json.Text(operation.scope().name()));
        fields.put("name", new Json.Text(operation.name()));
        fields.put("hosts", texts(operation.hosts()));
        fields.put("everyNode", new Json.Flag(operation.everyNode()));
        fields.put("force", new Json.Flag(operation.force()));
        fields.put("waitSeconds", Json.Digits.of(operation.waitSeconds()));
        fields.put("agentToo", new Json.Flag(operation.agentToo()));
        fields.put("by", new Json.Text(operation.by()));
        if (operation.rolling()) {
            fields.put("rolling", new Json.Flag(true));
            fields.put("drainSeconds", Json.Digits.of(operation.drainSeconds()));
        }
        return new Json.Fields(fields);
    }

    private static Json texts(List<String> values) {
        return new Json.Items(values.stream().<Json>map(Json.Text::new).toList());
    }
}
