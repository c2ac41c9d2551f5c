package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A few hosts under a test's hand: nothing is lost, late or down unless the test says so. */
final class Stage {

    static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(3));
    static final Terms OPERATORS = new Terms(Guard.OPERATOR, Set.of());
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(200);

    private record Sent(String from, String to, Message message) {}

    final Map<String, PrimaryState> states = new TreeMap<>();
    final Map<String, PrimaryRecord> disks = new HashMap<>();
    final Map<String, List<Effect>> effects = new HashMap<>();
    final Map<String, List<Report>> reports = new HashMap<>();
    final Set<String> cut = new HashSet<>();
    final Set<String> full = new HashSet<>();
    /** Hosts whose processes take until the test says so. */
    final Set<String> slowToEnd = new HashSet<>();

    final Map<String, Duration> fences = new HashMap<>();
    /** Content hashes of what hosts run from. */
    final Map<String, String> hashes = new HashMap<>();

    private final Deque<Sent> wire = new ArrayDeque<>();
    private final Set<String> witnesses = new HashSet<>();
    private Guard guard;
    private Set<String> configured;
    private boolean resume;
    private Duration time = Duration.ofHours(1);
    private long orders;

    Stage(String... hosts) {
        this(Guard.OPERATOR, hosts);
    }

    Stage(Guard guard, String... hosts) {
        this.guard = guard;
        configured = Set.of(hosts);
        for (var host : hosts) {
            start(host);
        }
        pass(ANSWER_WITHIN.multipliedBy(3));
    }

    Stage resuming() {
        resume = true;
        return this;
    }

    /** Agents that start from now on are configured with it. */
    Stage guardedBy(Guard next) {
        guard = next;
        return this;
    }

    Stage withWitness(String host) {
        witnesses.add(host);
        return this;
    }

    void configure(String... hosts) {
        configured = Set.of(hosts);
    }

    Now now() {
        return new Now(time.toNanos(), Instant.ofEpochSecond(1_000_000).plus(time));
    }

    void start(String host) {
        var record = disks.get(host);
        begin(host, record == null ? new StoreCondition.Fresh() : new StoreCondition.Intact(), false);
    }

    void begin(String host, StoreCondition store, boolean continuing) {
        var record = store instanceof StoreCondition.Intact
                ? disks.getOrDefault(host, PrimaryRecord.EMPTY)
                : PrimaryRecord.EMPTY;
        var settings = new PrimarySettings(
                host,
                configured,
                LEASE,
                ANSWER_WITHIN,
                Duration.ofSeconds(1),
                resume,
                hashes.getOrDefault(host, ""),
                Duration.ofSeconds(10),
                guard,
                witnesses.contains(host),
                fences);
        var page = continuing ? OptionalLong.of(now().after(LEASE.grace())) : OptionalLong.empty();
        carryOut(host, PrimaryProtocol.start(settings, store, record, page, now()));
    }

    void kill(String... hosts) {
        for (var host : hosts) {
            states.remove(host);
        }
    }

    PrimaryState state(String host) {
        var state = states.get(host);
        if (state == null) {
            throw new IllegalArgumentException(host + " is down");
        }
        return state;
    }

    PrimaryRecord disk(String host) {
        return disks.getOrDefault(host, PrimaryRecord.EMPTY);
    }

    /** Orders, and lets everything that needs no time happen. */
    void order(String target, String... confirmDown) {
        feed(target, new Event.SetPrimary(new SetPrimaryOrder(++orders, "op", "", Set.of(confirmDown))));
        deliver();
    }

    void order(SetPrimaryOrder order, String target) {
        feed(target, new Event.SetPrimary(order));
        deliver();
    }

    SetPrimaryOrder fencing(String... hosts) {
        return new SetPrimaryOrder(++orders, "op", "why", Set.of(), Set.of(hosts), Set.of(), TargetFacts.NONE, false);
    }

    /** The host's fence commands that were begun, oldest first. */
    List<Effect.Fence> fencesOf(String host) {
        return effectsOf(host).stream()
                .filter(Effect.Fence.class::isInstance)
                .map(Effect.Fence.class::cast)
                .toList();
    }

    void fenceEnds(String by, FenceResult result) {
        var fence = fencesOf(by).getLast();
        feed(by, new Event.FenceEnded(fence.host(), fence.epoch(), result));
        deliver();
    }

    /** Orders, and gives it time to fail. */
    Report ordered(String target, String... confirmDown) {
        order(target, confirmDown);
        pass(ANSWER_WITHIN.plusSeconds(1));
        return last(target);
    }

    void feed(String host, Event event) {
        var state = states.get(host);
        if (state == null) {
            return;
        }
        var step = PrimaryProtocol.step(state, event, now());
        if (full.contains(host) && step.effects().stream().anyMatch(Effect.Persist.class::isInstance)) {
            step = PrimaryProtocol.step(state, new Event.PersistFailed("disk full", event), now());
        }
        carryOut(host, step);
    }

    void send(String from, String to, Message message) {
        wire.add(new Sent(from, to, message));
    }

    private void carryOut(String host, Step step) {
        states.put(host, step.state());
        for (var effect : step.effects()) {
            effects.computeIfAbsent(host, _ -> new ArrayList<>()).add(effect);
            switch (effect) {
                case Effect.Persist persist -> disks.put(host, persist.record());
                case Effect.Send send -> wire.add(new Sent(host, send.host(), send.message()));
                case Effect.EndProcesses end -> {
                    if (!slowToEnd.contains(host)) {
                        feed(host, new Event.ProcessesGone(end.epoch()));
                    }
                }
                case Effect.Tell tell ->
                    reports.computeIfAbsent(host, _ -> new ArrayList<>()).add(tell.report());
                case Effect.StartProcesses _, Effect.ExtendLease _, Effect.AppendHistory _, Effect.AppendRepair _ -> {}
                case Effect.Fence _, Effect.Stopped _ -> {} // The test says how it ends.
            }
        }
    }

    void deliver() {
        for (var sent = wire.poll(); sent != null; sent = wire.poll()) {
            if (!cut.contains(sent.from()) && !cut.contains(sent.to())) {
                feed(sent.to(), new Event.Received(sent.from(), sent.message()));
            }
        }
    }

    void pass(Duration duration) {
        var end = time.plus(duration);
        while (time.compareTo(end) < 0) {
            time = time.plus(TICK);
            states.keySet().stream().toList().forEach(host -> feed(host, new Event.Tick()));
            deliver();
        }
    }

    /** Time goes by and nobody looks. */
    void skip(Duration duration) {
        time = time.plus(duration);
    }

    Report last(String host) {
        return reports.getOrDefault(host, List.of()).getLast();
    }

    List<Effect> effectsOf(String host) {
        return effects.getOrDefault(host, List.of());
    }

    void forgetEffects() {
        effects.clear();
    }

    List<String> active() {
        return states.keySet().stream().filter(host -> state(host).isActive()).toList();
    }
}
