package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.model.Silence;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.primary.protocol.Effect;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Between the requests and answers of the API and those of the protocol. Pure. */
final class Orders {

    private Orders() {}

    static SetPrimaryOrder of(long id, SetPrimaryRequest request, TargetFacts facts) {
        return new SetPrimaryOrder(
                id,
                request.by(),
                request.reason(),
                Set.copyOf(request.confirmDown()),
                Set.copyOf(request.fence()),
                codes(request.override()),
                facts,
                request.dryRun());
    }

    static RepairOrder of(long id, RepairRequest request) {
        return new RepairOrder(id, request.by(), request.reason(), Set.copyOf(request.confirmDown()), request.dryRun());
    }

    /** Only what may be overridden; the edges refuse all else by name. */
    private static Set<Reason.Code> codes(List<String> labels) {
        return Arrays.stream(Reason.Code.values())
                .filter(code -> code.isOverridable() && labels.contains(code.label()))
                .collect(Collectors.toSet());
    }

    static Progress progress(Report report) {
        return new Progress(
                Progress.Phase.valueOf(report.phase().name()),
                report.text(),
                report.elapsed().toMillis(),
                Progress.Outcome.valueOf(report.outcome().name()),
                report.remedy(),
                List.copyOf(report.silent()),
                report.reasons().stream().map(Orders::reason).toList(),
                report.silences().stream().map(Orders::silence).toList());
    }

    private static io.github.batonha.actors.api.Reason reason(Reason reason) {
        return new io.github.batonha.actors.api.Reason(
                reason.code().label(),
                reason.text(),
                reason.remedy(),
                List.copyOf(reason.hosts()),
                reason.code().isOverridable(),
                reason.next().stream().map(Orders::next).toList());
    }

    private static io.github.batonha.actors.api.NextOrder next(NextOrder order) {
        return new io.github.batonha.actors.api.NextOrder(
                order.target(),
                List.copyOf(order.confirmDown()),
                List.copyOf(order.fence()),
                order.overridden().stream().map(Reason.Code::label).sorted().toList(),
                order.reason());
    }

    private static io.github.batonha.actors.api.Silence silence(Silence silence) {
        return new io.github.batonha.actors.api.Silence(
                silence.host(),
                silence.heardBy(),
                silence.heardAgo().toMillis(),
                silence.saidFarewell(),
                silence.waitFor().toMillis(),
                silence.fenceable());
    }

    /** The command of the host as this node's definition has it, and what it is told. */
    static FenceRun fence(Effect.Fence fence, ProcessDeps deps) {
        var definition = deps.definition();
        var host = definition.hosts().stream()
                .filter(each -> each.name().equals(fence.host()))
                .findFirst();
        var variables = Map.of(
                "BATON_FENCE_TARGET", fence.host(),
                "BATON_FENCE_ADDRESS", host.map(HostDefinition::address).orElse(""),
                "BATON_FENCE_EPOCH", Long.toString(fence.epoch().number()),
                "BATON_FENCE_BY", VisibleText.of(fence.by()),
                "BATON_FENCE_REASON", VisibleText.of(fence.reason()),
                "BATON_FENCE_NODE", definition.self().name());
        return new FenceRun(
                host.map(HostDefinition::fence).orElse(FenceCommand.NONE),
                deps.home().path(),
                variables);
    }
}
