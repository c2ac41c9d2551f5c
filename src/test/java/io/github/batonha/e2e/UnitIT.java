package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code baton.service} and limits of runs, under the systemd and the kernel of a Debian in a virtual machine: what stands in
 * {@code src/test/vm/checks} is tried there. In a profile of its own.
 */
@EnabledIf(
        value = "isPrepared",
        disabledReason = "only mvn -Ppackages,vm verify makes a package, and it wants root and QEMU")
class UnitIT {
    /** A machine that is translated takes its time. */
    private static final int MOST_MINUTES = 60;

    @TempDir
    Path folder;

    static boolean isPrepared() {
        return !suites().isEmpty()
                && Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64"))
                && PartitionIT.isRoot()
                && BareDebian.find(".deb").isPresent();
    }

    /** Releases with a systemd before and after {@code DelegateSubgroup}. */
    static List<String> suites() {
        return Stream.of(System.getProperty("vm.suites", "").split(",", -1))
                .filter(suite -> !suite.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void givenADebianWithThePackage_whenTheUnitIsTried_thenItKeepsItsPromises(String suite) throws Exception {
        var vm = Distribution.project().resolve("src/test/vm");

        var said = folder.resolve("said");
        var machine = new ProcessBuilder(
                        vm.resolve("machine").toString(),
                        Distribution.project().resolve("src/test/target/vm").toString(),
                        suite,
                        BareDebian.find(".deb").orElseThrow().toString(),
                        vm.resolve("checks").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            var isOver = machine.waitFor(MOST_MINUTES, TimeUnit.MINUTES);

            assertThat(said).content().contains("CHECKS PASSED").doesNotContain("FAILED");
            assertThat(isOver).isTrue();
            assertThat(machine.exitValue()).isZero();
        } finally {
            machine.destroy();
        }
    }
}
