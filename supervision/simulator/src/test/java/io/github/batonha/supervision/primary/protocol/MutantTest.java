package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * A simulator that finds nothing proves nothing, so the rules of the protocol are taken out one at a time: each must be missed. What it
 * took to miss them is written to {@code target/mutants.md}.
 */
class MutantTest {

    private static final int THREADS = Integer.getInteger("sim.threads", 1);
    /** Every build looks at the same seeds of each profile; others may be asked for: a number, or {@code clock}. */
    private static final String FIRST = System.getProperty("sim.mutants.first", "");

    private static final long MOST = Long.getLong("sim.mutants.most", 5_000);

    /** Only those whose names have this in them. */
    private static final String ONLY = System.getProperty("sim.mutants.only", "");

    private static final Path TABLE = Path.of(System.getProperty("basedir", ""), "target", "mutants.md");

    /** {@code found} is empty where nothing was. */
    private record Result(Mutant mutant, long schedules, String found) {

        String row() {
            var kind = found.isEmpty() ? "nothing" : found.substring(0, found.indexOf(':'));
            return "| %s | %s | %s | %,d | %s |"
                    .formatted(mutant.name(), mutant.rule(), mutant.lives(), schedules, kind);
        }
    }

    @Test
    void givenAnyRuleTakenOut_whenTheClusterLives_thenAPromiseIsSeenBroken() throws Exception {
        var everyDay = Mutants.everyDay().stream()
                .filter(mutant -> mutant.name().contains(ONLY))
                .toList();
        var results = tryAll(FIRST.isEmpty() ? everyDay : Mutants.all());

        write(results);
        assertThat(results)
                .filteredOn(result -> everyDay.contains(result.mutant()))
                .as("mutants that nothing was found of in %,d schedules", MOST)
                .allSatisfy(
                        result -> assertThat(result.found()).as(result.row()).isNotEmpty());
    }

    @Test
    void givenTheSourcesAsTheyAre_whenAnyMutantIsMade_thenItsPiecesStandThere() {
        assertThat(Mutants.all())
                .allSatisfy(mutant -> assertThat(MutantLoader.edited(mutant)).isNotEmpty());
    }

    private static List<Result> tryAll(List<Mutant> mutants) throws Exception {
        List<Callable<Result>> trials = new ArrayList<>();
        mutants.forEach(mutant -> trials.add(() -> tryOut(mutant)));
        List<Result> results = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            for (var result : executor.invokeAll(trials)) {
                results.add(result.get());
            }
        }
        return results;
    }

    private static Result tryOut(Mutant mutant) throws IOException, ReflectiveOperationException {
        var trial = trial(mutant);
        var first = FIRST.isEmpty() ? 0 : SimulatorTest.seed(FIRST);
        for (var count = 1L; count <= MOST; count++) {
            var found = trial.apply(first + count - 1);
            if (!found.isEmpty()) {
                return new Result(mutant, count, found);
            }
        }
        return new Result(mutant, MOST, "");
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> trial(Mutant mutant) throws IOException, ReflectiveOperationException {
        return (LongFunction<String>) MutantLoader.of(mutant)
                .loadClass(Trial.class.getName())
                .getConstructor(String.class, String.class)
                .newInstance(mutant.lives().name(), mutant.sought());
    }

    private static void write(List<Result> results) throws IOException {
        var table = new StringBuilder(
                "| taken out | the rule | lives | schedules to the first find | found |\n|---|---|---|---:|---|\n");
        results.forEach(result -> table.append(result.row()).append('\n'));
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(TABLE, table);
        System.out.printf("Mutants:%n%s", table);
    }
}
