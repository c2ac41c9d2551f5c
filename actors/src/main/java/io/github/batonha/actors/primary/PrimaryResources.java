package io.github.batonha.actors.primary;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.lease.LeaseKeeper;
import io.github.batonha.supervision.lease.ResumeDecision;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.store.PrimaryStore;
import io.github.batonha.supervision.run.RunTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the primary of this node rests on outside all actor systems: its durable store and the lease page's keeper. Opened by the
 * agent after the {@link RunTable} and before the first actor system; if the page of an unfinished activation still holds, it is
 * pushed from then on.
 */
public final class PrimaryResources implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrimaryResources.class);

    private final PrimarySettings settings;
    private final PrimaryStore store;
    private final LeaseKeeper keeper;
    private final HistoryFile history;
    private final LongSupplier ticker;

    private PrimaryResources(
            PrimarySettings settings,
            PrimaryStore store,
            LeaseKeeper keeper,
            HistoryFile history,
            LongSupplier ticker) {
        this.settings = settings;
        this.store = store;
        this.keeper = keeper;
        this.history = history;
        this.ticker = ticker;
    }

    /** Blocks on the disk. Fails if the folder of the node can't be written; a damaged store is no failure, only a message. */
    public static PrimaryResources open(NodeDefinition definition, BatonHome home, RunTable runs, LongSupplier ticker)
            throws IOException {
        var folder = home.run(definition.self().name());
        Files.createDirectories(folder);
        var store = PrimaryStore.open(folder.resolve("primary.store"));
        if (store.loaded().condition() instanceof StoreCondition.Damaged(String why)) {
            log.error(
                    "The store of the primary is damaged, this node can't become primary: {}. To repair it say "
                            + "`baton primary repair` on this node",
                    why);
        }
        var keeper = LeaseKeeper.open(folder.resolve("lease.page"), ticker);
        var hold = new PrimaryResources(
                settings(definition), store, keeper, HistoryFile.open(folder.resolve("primary-history.jsonl")), ticker);
        hold.resume(runs);
        return hold;
    }

    private static PrimarySettings settings(NodeDefinition definition) {
        var settings = definition.settings();
        return new PrimarySettings(
                definition.self().name(),
                definition.hosts().stream().map(host -> host.name()).collect(Collectors.toSet()),
                new LeaseTimes(settings.agentLossGrace(), settings.margin()),
                settings.answerWithin(),
                settings.heartbeatEvery(),
                settings.resume(),
                definition.hash(),
                StopTimes.longest(definition.processes()),
                settings.guard(),
                definition.self().isWitness(),
                definition.hosts().stream()
                        .filter(host -> host.fence().exists())
                        .collect(Collectors.toMap(
                                HostDefinition::name, host -> host.fence().within())));
    }

    private void resume(RunTable runs) {
        var record = store.loaded().record();
        var epoch = record.active().number();
        switch (ResumeDecision.of(record, keeper.read(), ticker.getAsLong(), runs.hasLiveRunOf(epoch))) {
            case ResumeDecision.Continue() -> {
                var isHeld = keeper.resume(
                        epoch,
                        record.assignment().lease().grace(),
                        record.assignment().terms().isByVotes());
                log.info("Continues as primary epoch={} held={}", epoch, isHeld);
            }
            case ResumeDecision.Standby(String why) -> log.info("Starts in STANDBY: {}", why);
        }
    }

    /** Monotonic nanoseconds, as of the lease page. */
    LongSupplier ticker() {
        return ticker;
    }

    PrimarySettings settings() {
        return settings;
    }

    PrimaryStore store() {
        return store;
    }

    LeaseKeeper keeper() {
        return keeper;
    }

    HistoryFile history() {
        return history;
    }

    /**
     * Deadline of the activation that the store tells of, if it goes on: it was taken over at the opening, or began since.
     */
    OptionalLong continues() {
        return keeper.isHeld(store.loaded().record().active().number())
                ? OptionalLong.of(keeper.read().deadlineNanos())
                : OptionalLong.empty();
    }

    /** Ends the pushing. Processes that live go on until the page's deadline, or until a next agent adopts them. */
    @Override
    public void close() throws IOException {
        keeper.close();
        store.close();
    }
}
