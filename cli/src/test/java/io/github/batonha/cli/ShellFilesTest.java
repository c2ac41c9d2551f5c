package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellFilesTest {

    private static final String SET = """
            {
              "comment" : "Written by baton install.",
              "content" : {
                "system" : "DEV",
                "hosts" : [ {
                  "name" : "NodeA",
                  "items" : { }
                }, {
                  "name" : "NodeB",
                  "items" : { }
                } ],
                "processes" : [ {
                  "name" : "ROUTER",
                  "tags" : {
                    "description" : "groupId and name : of none",
                    "groupId" : "WEB"
                  }
                }, {
                  "name" : "RECORDER",
                  "tags" : {
                    "groupId" : "WEB"
                  }
                } ]
              }
            }
            """;

    /** What bash does at a tab, with the words of the line given. */
    private static final String TAB = """
            . "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            function=$(complete -p "${1##*/}"); function=${function#*-F }
            ${function%% *} "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
            echo "${COMPREPLY[@]}"
            """;

    @TempDir
    static Path folder;

    private static Path share;
    private static Path home;

    @BeforeAll
    static void write() throws IOException {
        share = folder.resolve("baton/share");
        ShellFiles.writeTo(share, "1.2.3");
        home = Files.createDirectories(folder.resolve("home"));
        install(home);
    }

    @ParameterizedTest
    @CsvSource({
        "baton, set-pr, set-primary",
        "baton, 'mon --unh', --unhealthy",
        "baton, 'mon --output ', table json",
        "baton, 'usage --output ', table json csv",
        "baton, 'primary ', repair",
        "baton, 'start-process ', ROUTER RECORDER",
        "baton, 'start-process RO', ROUTER",
        "baton, 'logs RE', RECORDER",
        "baton, 'events --process RO', ROUTER",
        "baton, 'kill-group ', WEB",
        "baton, 'restart ', ROUTER WEB RECORDER",
        "baton, 'set-primary ', NodeA NodeB",
        "baton, 'set-primary --confirm-down ', NodeA NodeB",
        "baton, '--node ', NodeA NodeB",
        "mon, --heal, --healthy",
        "MonCluster, --wat, --watch",
        "SetPrimary, 'NodeB --fence ', NodeA NodeB",
        "killProcess, RO, ROUTER",
        "encryptUserPass, --new, --new-key",
    })
    void givenATabInBash_whenCompleted_thenCommandsOptionsAndNamesAreOffered(String file, String line, String offered)
            throws Exception {
        assertThat(tab(file, home.toString(), file, line)).isEqualTo(offered);
    }

    @Test
    void givenAHomeOnTheLine_whenCompleted_thenItsNamesCount() throws Exception {
        var words = "--home " + home + " start-process RO";

        assertThat(tab("baton", "", "baton", words)).isEqualTo("ROUTER");
        assertThat(tab("baton", "", "baton", "--home = " + home + " start-process RO"))
                .isEqualTo("ROUTER");
    }

    @Test
    void givenAnInstallation_whenCompletedByItsPath_thenItsOwnNamesCount() throws Exception {
        var bin = Files.createDirectories(folder.resolve("baton/bin"));
        Files.writeString(bin.resolve("baton"), "");
        var link = Files.createSymbolicLink(folder.resolve("baton-link"), bin.resolve("baton"));
        Files.createSymbolicLink(folder.resolve("killProcess"), link);
        install(folder.resolve("baton"));

        assertThat(tab("baton", "", bin.resolve("baton").toString(), "kill-process RO"))
                .isEqualTo("ROUTER");
        assertThat(tab("killProcess", "", folder.resolve("killProcess").toString(), "RO"))
                .isEqualTo("ROUTER");
    }

    /** As in a package, and in a folder of releases. */
    @Test
    void givenAHomeApartFromTheProgram_whenCompleted_thenItsNamesCount() throws Exception {
        var program = folder.resolve("release");
        Files.writeString(Files.createDirectories(program.resolve("bin")).resolve("baton"), "");
        install(folder.resolve("apart"));
        Files.createSymbolicLink(program.resolve("home"), folder.resolve("apart"));

        assertThat(tab("baton", "", program.resolve("bin/baton").toString(), "start-process RO"))
                .isEqualTo("ROUTER");
    }

    @Test
    void givenNothingInstalled_whenCompleted_thenNoNamesAndNoMessage() throws Exception {
        assertThat(tab("baton", folder.resolve("nowhere").toString(), "baton", "start-process "))
                .isEmpty();
    }

    @Test
    void givenEachLinkInBin_whenLookedFor_thenItHasItsCompletionAndItsPage() throws IOException {
        try (var bin = Files.list(Path.of("../k8s-free-deploy/bin"))) {
            assertThat(bin.map(file -> file.getFileName().toString()).toList())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(name -> {
                        assertThat(share.resolve("bash-completion/completions").resolve(name))
                                .isRegularFile();
                        assertThat(share.resolve("man/man1").resolve(name + ".1"))
                                .isRegularFile();
                        assertThat(share.resolve("zsh/site-functions/_baton"))
                                .content()
                                .containsPattern("(?m)^#compdef .*\\b" + name + "\\b");
                    });
        }
    }

    @Test
    void givenZsh_whenItLoadsTheFunctions_thenBatonAndItsLinksAreCompletedByThem() throws Exception {
        assumeIsHere("zsh");

        var told = run(List.of("zsh", "-fc", """
                fpath=("$1/zsh/site-functions" $fpath); autoload -U compinit; compinit -u -D
                print -- $_comps[baton] $_comps[mon] $_comps[SetPrimary]
                autoload -U +X bashcompinit && bashcompinit
                source "$1/bash-completion/completions/baton"
                whence -w _complete_baton _complete_baton_link _baton_names
                BATON_HOME=$2 _baton_names nodes""", "zsh", share.toString(), home.toString()));

        assertThat(told).isEqualTo("""
                _baton _baton _baton
                _complete_baton: function
                _complete_baton_link: function
                _baton_names: function
                NodeA
                NodeB""");
    }

    @Test
    void givenTheManPages_whenFormatted_thenRoffWarnsOfNothing() throws Exception {
        assumeIsHere("groff");

        assertThat(pages())
                .hasSizeGreaterThan(Verb.ALL.size())
                .allSatisfy(page -> assertThat(run(List.of(
                                "sh",
                                "-c",
                                "cd \"$1\" && groff -man -ww -Tutf8 \"man1/$2\" 2>&1 >/dev/null",
                                "sh",
                                share.resolve("man").toString(),
                                page)))
                        .as(page)
                        .isEmpty());
    }

    @Test
    void givenAManPage_whenRead_thenItSaysWhatHelpSays() throws Exception {
        var page = Files.readString(share.resolve("man/man1/baton-set-primary.1"));

        assertThat(page)
                .startsWith(".TH \"BATON-SET-PRIMARY\" \"1\" \"\" \"baton 1.2.3\"")
                .contains("baton\\-set\\-primary \\- makes a node the primary", "\n.SH EXAMPLES\n", ".SH EXIT STATUS")
                .contains("\\fB\\-\\-confirm\\-down\\fR=NODE\n", "\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n")
                .contains("NodeB \\-\\-reason \\(aqdisk swap\\(aq");
        assertThat(share.resolve("man/man1/SetPrimary.1")).hasContent(".so man1/baton-set-primary.1\n");
    }

    private static List<String> pages() throws IOException {
        try (var files = Files.list(share.resolve("man/man1"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void install(Path into) throws IOException {
        Files.writeString(Files.createDirectories(into.resolve("generated")).resolve("set.json"), SET);
    }

    private static String tab(String file, String batonHome, String command, String line) throws Exception {
        var script = share.resolve("bash-completion/completions").resolve(file);
        var words = new ArrayList<>(List.of(
                "env", "BATON_HOME=" + batonHome, "bash", "--norc", "-c", TAB, "bash", script.toString(), command));
        words.addAll(List.of(line.split(" ", -1)));
        return run(words);
    }

    private static String run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var told = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return told;
    }

    private static void assumeIsHere(String tool) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1)).anyMatch(bin -> Files.isExecutable(Path.of(bin, tool))),
                tool + " is not here");
    }
}
