package io.github.batonha.conf.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.install.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

    @TempDir
    Path folder;

    private TestHome source;
    private TestHome target;
    private Staging staging;

    @BeforeEach
    void fill() throws IOException {
        source = new TestHome(folder.resolve("source"))
                .file("conf/a.xml", "new a")
                .file("conf/b.xml", "b")
                .file("lib/app.jar", "jar")
                .file("site-specific/install-hooks/1-once.sh", "true");
        assertThat(source.path()
                        .resolve("site-specific/install-hooks/1-once.sh")
                        .toFile()
                        .setExecutable(true))
                .isTrue();
        target = new TestHome(folder.resolve("target"))
                .file("conf/a.xml", "old a")
                .file("conf/gone.xml", "gone")
                .file("lib/kept.jar", "kept")
                .file("generated/set.json", "{}");
        staging = new Staging(target.home(), "NodeB");
    }

    private Listing listing(TestHome home) throws IOException {
        return new HomeFiles(home.home()).list();
    }

    private PushPlan plan() throws IOException {
        return PushPlan.of(listing(source), listing(target));
    }

    private void fetch(PushPlan plan) throws IOException {
        for (var file : staging.begin(plan)) {
            staging.append(file, Files.readAllBytes(source.path().resolve(file.path())));
            assertThat(staging.complete(file)).isTrue();
        }
    }

    private void assertTaken() throws IOException {
        assertThat(plan().isNothing()).isTrue();
        assertThat(target.path().resolve("conf/a.xml")).hasContent("new a");
        assertThat(target.path().resolve("conf/gone.xml")).doesNotExist();
        assertThat(target.path().resolve("lib/kept.jar")).hasContent("kept");
        assertThat(target.path().resolve("site-specific/install-hooks/1-once.sh"))
                .isExecutable();
        assertThat(target.path().resolve("run/NodeB/push")).doesNotExist();
    }

    @Test
    void givenAllFiles_whenTheyAreTaken_thenTheHomesAreTheSame() throws IOException {
        var plan = plan();
        fetch(plan);

        staging.prepare(plan);
        assertThat(target.path().resolve("conf/a.xml")).hasContent("old a");

        staging.take();

        assertTaken();
    }

    @Test
    void whenAPieceIsWrong_thenTheFileIsNotTakenForGood() throws IOException {
        var file = staging.begin(plan()).getFirst();
        staging.append(file, "not what was named".getBytes(UTF_8));

        assertThat(staging.complete(file)).isFalse();
        assertThat(staging.held(file)).isZero();
        assertThat(staging.begin(plan())).contains(file);
    }

    @Test
    void givenAPushThatWasCutOff_whenTheNextOneBegins_thenItGoesOnWhereItStood() throws IOException {
        var plan = plan();
        var files = staging.begin(plan);
        var whole = files.getFirst();
        staging.append(whole, Files.readAllBytes(source.path().resolve(whole.path())));
        staging.complete(whole);
        var half = files.get(1);
        staging.append(half, new byte[] {1, 2});

        assertThat(new Staging(target.home(), "NodeB").begin(plan))
                .doesNotContain(whole)
                .contains(half);
        assertThat(staging.held(half)).isEqualTo(2);
    }

    @Test
    void whenTheFilesAreTried_thenTheTriedHomeIsWhatWouldBe() throws IOException {
        var plan = plan();
        fetch(plan);

        var tried = staging.tried(plan, listing(source), listing(target));

        assertThat(tried.path().resolve("conf/a.xml")).hasContent("new a");
        assertThat(tried.path().resolve("conf/gone.xml")).doesNotExist();
        assertThat(tried.path().resolve("lib/kept.jar")).hasContent("kept");
        assertThat(tried.path().resolve("generated/set.json")).hasContent("{}");
        assertThat(target.path().resolve("conf/a.xml")).hasContent("old a");
    }

    /** The record is written, and of three renames one is done. */
    @Test
    void givenAnAgentThatDiedWhileItTook_whenTheNextOneLooks_thenItFinishes() throws IOException {
        var plan = plan();
        fetch(plan);
        target.file("conf/.a.xml.baton-push", "new a")
                .file("conf/b.xml", "b")
                .file("lib/.app.jar.baton-push", "jar")
                .file("site-specific/install-hooks/.1-once.sh.baton-push", "true")
                .file(
                        "run/NodeB/push/taking",
                        "put conf/b.xml\nput lib/app.jar\nput site-specific/install-hooks/1-once.sh\nput conf/a.xml\nremove conf/gone.xml\n");
        assertThat(target.path()
                        .resolve("site-specific/install-hooks/.1-once.sh.baton-push")
                        .toFile()
                        .setExecutable(true))
                .isTrue();

        assertThat(staging.recover()).isTrue();

        assertTaken();
        assertThat(staging.recover()).isFalse();
    }

    @Test
    void givenAnAgentThatDiedBefore_whenTheNextOneLooks_thenNothingIsLeftAndNothingTaken() throws IOException {
        var plan = plan();
        fetch(plan);
        staging.prepare(plan);

        assertThat(staging.recover()).isFalse();

        assertThat(target.path().resolve("conf/.a.xml.baton-push")).doesNotExist();
        assertThat(target.path().resolve("run/NodeB/push")).doesNotExist();
        assertThat(target.path().resolve("conf/a.xml")).hasContent("old a");
    }

    @Test
    void givenAPlaceThatCannotBeWritten_whenTheFilesAreTaken_thenNothingIsChanged() throws IOException {
        var plan = plan();
        fetch(plan);
        target.file("lib/app.jar/a-folder", "in the way");

        assertThatThrownBy(() -> staging.prepare(plan)).isInstanceOf(IOException.class);

        assertThat(target.path().resolve("conf/a.xml")).hasContent("old a");
        assertThat(target.path().resolve("conf/gone.xml")).exists();
        try (var left = Files.list(target.path().resolve("conf"))) {
            assertThat(left).hasSize(2);
        }
    }
}
