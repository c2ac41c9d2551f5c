package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.upgrade.FormatsFile;
import io.github.batonha.conf.upgrade.UpgradeCheck;
import io.github.batonha.sessions.journal.JournalReader;
import io.github.batonha.sessions.store.HybridClock;
import io.github.batonha.sessions.store.Limits;
import io.github.batonha.sessions.store.SessionStore;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.store.DrainStore;
import io.github.batonha.supervision.formats.Format;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.store.PrimaryStore;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.WantedStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The home that two agents of 0.1.0 left, as today's readers find it. */
class FirstFormatsTest {
    private static final Path FIXTURE = Path.of("resources/home-0.1.0").toAbsolutePath();
    private static final String ITS_BOOT = "c452c60a-fc4e-496b-bdbc-9d5d861b7aa1";
    private static final InstantSource THEN = InstantSource.fixed(Instant.parse("2026-11-30T04:04:00Z"));

    @TempDir
    Path folder;

    /** As if the host had not been booted since. */
    @BeforeEach
    void copy() throws IOException {
        LightHome.copy(FIXTURE, folder);
        for (var name : new String[] {"NodeB/wanted", "NodeA/past/FAILING.past", "NodeB/past/FAILING.past"}) {
            var file = folder.resolve("run").resolve(name);
            Files.writeString(file, Files.readString(file).replace(ITS_BOOT, Host.bootId()));
        }
    }

    private BatonHome home() {
        return new BatonHome(folder);
    }

    private Path run(String node) {
        return home().run(node);
    }

    @Test
    void givenTheHome_whenChecked_thenThisVersionMayTakeOver() throws IOException {
        var report = UpgradeCheck.of(home());

        assertThat(report.mayTakeOver()).isTrue();
        assertThat(report.worksWithOthers()).isFalse();
        assertThat(report.nodes()).extracting(UpgradeCheck.Node::name).containsExactly("NodeA", "NodeB");
        assertThat(report.nodes()).allSatisfy(node -> {
            assertThat(node.version()).isEmpty();
            assertThat(node.apart()).hasSize(1);
        });
    }

    @Test
    void givenTheRevision_whenLoaded_thenItIsWhole() {
        var node = InstalledRevision.load(home(), "NodeA", Map.of());

        assertThat(node.processes()).hasSize(3);
        assertThat(node.hosts()).hasSize(2);
    }

    @Test
    void givenThePrimarysStore_whenRead_thenItKnowsWhoIsPrimary() throws IOException {
        assertThat(FormatsFile.read(run("NodeA")).formats()).containsEntry(Format.PRIMARY_STORE, 2);
        for (var node : new String[] {"NodeA", "NodeB"}) {
            try (var store = PrimaryStore.open(run(node).resolve("primary.store"))) {
                assertThat(store.loaded().condition()).isInstanceOf(StoreCondition.Intact.class);
                assertThat(store.loaded().record().assignment().primary()).isEqualTo("NodeA");
                assertThat(store.loaded().record().assignment().epoch().number())
                        .isEqualTo(store.loaded().record().promise().epoch().number())
                        .isPositive();
            }
        }
    }

    @Test
    void givenWhatOperatorsWanted_whenRead_thenItHolds() throws IOException {
        var wanted = WantedStore.open(run("NodeB"));
        var drain = new DrainStore(run("NodeB"), Clocks.both(THEN)).read();

        assertThat(wanted.isWanted("ROUTER", 0, true)).isFalse();
        assertThat(drain)
                .isInstanceOfSatisfying(
                        DrainState.Drained.class,
                        drained -> assertThat(drained.isStopped()).isTrue());
    }

    @Test
    void givenAProcessThatGaveUp_whenItsHistoryIsRead_thenItStaysGivenUp() throws IOException {
        var last = RestartStore.open(run("NodeA")).last("FAILING", 0);

        assertThat(last)
                .get(InstanceOfAssertFactories.type(State.GaveUp.class))
                .extracting(gaveUp -> gaveUp.runHistory().history().restarts())
                .isEqualTo(2);
    }

    @Test
    void givenTheSessions_whenRead_thenTheUserIsStillLoggedIn() throws IOException {
        var limits = new Limits(64 * 1024, 512 * 1024, 100, 1000, 1 << 20, Duration.ofDays(1), Duration.ofDays(7));

        for (var node : new String[] {"NodeA", "NodeB"}) {
            var loaded = JournalReader.load(
                    new SessionStore(node, new HybridClock(THEN), limits),
                    run(node).resolve("sessions"));

            assertThat(loaded.store().count()).isEqualTo(1);
        }
    }

    @Test
    void givenRecordsOfALaterVersion_whenChecked_thenEachIsRefused() throws IOException {
        Files.writeString(run("NodeA").resolve("formats"), "baton=9.0.0\nruns=9\nsessions=9\n");
        var store = run("NodeB").resolve("primary.store");
        var bytes = Files.readAllBytes(store);
        for (var slot = 0; slot < 2; slot++) {
            ByteBuffer.wrap(bytes).putInt(slot * bytes.length / 2 + 2 * Long.BYTES, 9);
        }
        Files.write(store, bytes);
        var revision = folder.resolve("generated/set.json");
        Files.writeString(revision, Files.readString(revision).replaceFirst("\"format\" : 1", "\"format\" : 9"));

        var report = UpgradeCheck.of(home());

        assertThat(report.mayTakeOver()).isFalse();
        assertThat(report.revision().orElseThrow()).contains("a later version of baton (format 9");
        assertThat(report.nodes().get(0).obstacles())
                .containsExactly(
                        "runs is of format 9, and this version reads up to 1: start baton 9.0.0 or a later one there",
                        "sessions is of format 9, and this version reads up to 1: start baton 9.0.0 or a later one there");
        assertThat(report.nodes().get(1).obstacles())
                .singleElement()
                .asString()
                .startsWith("primary-store is of format 9, and this version reads up to 3");
        Assertions.assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> InstalledRevision.load(home(), "NodeA", Map.of()));
    }
}
