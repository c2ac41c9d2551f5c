package io.github.batonha.actors.node;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.http.AgentApi;
import io.github.batonha.actors.launch.ApplicationPage;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.metrics.AgentFigures;
import io.github.batonha.actors.metrics.Exposition;
import io.github.batonha.actors.metrics.MetricsPush;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.metrics.PageFamilies;
import io.github.batonha.actors.metrics.Scraper;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.actors.usage.UsageRecorder;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.supervision.os.HeapGrowth;
import io.github.batonha.supervision.run.ResourceReader;
import io.github.batonha.supervision.run.Resources;
import io.github.batonha.supervision.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all those of an ActorSystem who know a part of an observation, at the same time. */
final class Observing {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private static final Duration LET_GO_AFTER = Observer.FRESH.plusMillis(500);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Observing.class);

    private Observing() {}

    /** Where the usage of processes is kept. */
    static Path usage(AgentParts parts) {
        return parts.directory().resolve("usage");
    }

    /** From now on the observer asks this ActorSystem. Once a minute what it sees is kept, and pushed where that is set, and the heap is looked at. */
    static void begin(AgentApi api, AgentParts parts, ProcessDeps deps) {
        var reader = new ResourceReader();
        var scraper = new Scraper();
        parts.observer().from(() -> {
            var observed = observe(api, parts, reader, scraper, deps);
            api.system()
                    .scheduler()
                    .scheduleOnce(
                            LET_GO_AFTER,
                            () -> parts.observer().letGo(),
                            api.system().executionContext());
            return observed;
        });
        var recorder = new UsageRecorder(usage(parts));
        var push = parts.definition().settings().pushTarget().map(MetricsPush::new);
        var heap = HeapGrowth.ofThisJvm();
        api.system()
                .scheduler()
                .scheduleAtFixedRate(
                        EVERY,
                        EVERY,
                        () -> parts.observer()
                                .now()
                                .thenAcceptAsync(
                                        seen -> {
                                            recorder.record(seen);
                                            push.ifPresent(target -> target.push(seen));
                                        },
                                        api.blocking())
                                .exceptionally(failure -> {
                                    LOG.debug("A minute of usage is missing", failure);
                                    return null;
                                })
                                .thenRunAsync(heap::look, api.blocking()),
                        api.system().executionContext());
    }

    private static CompletionStage<Observation> observe(
            AgentApi api, AgentParts parts, ResourceReader reader, Scraper scraper, ProcessDeps deps) {
        var scheduler = api.system().scheduler();
        CompletionStage<Mon> mon = AskPattern.ask(api.view(), ClusterView.GetMon::new, ANSWER_WITHIN, scheduler);
        CompletionStage<MonCluster> cluster =
                AskPattern.ask(api.view(), ClusterView.GetMonCluster::new, ANSWER_WITHIN, scheduler);
        CompletionStage<SessionsStatus> sessions = api.ownSessions();
        CompletionStage<List<HistoryEntry>> history = api.history().get();
        CompletionStage<Map<String, Resources>> resources =
                CompletableFuture.supplyAsync(() -> reader.read(parts.runs().live()), api.blocking());
        CompletionStage<Map<String, Exposition>> served = scraper.scrape(
                parts.definition().self().address(),
                parts.definition().processes(),
                parts.runs().live().stream().map(Run::process).collect(Collectors.toSet()));
        return mon.thenCompose(one -> cluster.thenCompose(other ->
                sessions.thenCompose(held -> history.thenCompose(entries -> resources.thenCombineAsync(
                        served,
                        (taken, told) -> new Observation(
                                api.clock().instant(),
                                one,
                                other,
                                new Observation.Measured(
                                        taken,
                                        deps.lastLooks().times(),
                                        deps.lastExits().last()),
                                held,
                                entries,
                                figures(parts),
                                applications(one, told, parts)),
                        api.blocking())))));
    }

    private static Map<String, Exposition> applications(Mon mon, Map<String, Exposition> served, AgentParts parts) {
        var folder = parts.home().run(parts.node());
        var found = new HashMap<>(served);
        for (var process : mon.processes()) {
            ApplicationPage.read(folder, process.name())
                    .ifPresent(page ->
                            found.merge(process.name(), PageFamilies.of(page), (told, recorded) -> recorded.and(told)));
        }
        return found;
    }

    private static AgentFigures figures(AgentParts parts) {
        return AgentFigures.read(
                parts.home().logs(parts.node()),
                parts.clusterPort().tls().map(ClusterTls::end),
                parts.events().syslog());
    }
}
