package io.github.batonha.supervision.run;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a table of runs of their own each, whose processes end with them. */
abstract class RunsTest {

    @TempDir
    protected Path folder;

    protected RunTable table;

    @BeforeEach
    void open() throws IOException {
        table = RunTable.open(folder.resolve("run"), InstantSource.system());
    }

    @AfterEach
    void reap() throws Exception {
        for (var run : table.live()) {
            Await.until("run " + run + " is gone", () -> {
                table.kill(run);
                return table.isGone(run);
            });
        }
        table.endPrimaryOnly(0, Duration.ZERO);
        table.close();
    }

    void replaceAgent() throws IOException {
        table.close();
        table = RunTable.open(folder.resolve("run"), InstantSource.system());
    }

    static Run started(StartResult result) {
        return switch (result) {
            case StartResult.Started(var run) -> run;
            case StartResult.AlreadyRuns(var run) -> throw new AssertionError("there is " + run);
            case StartResult.Refused(var reason, var _) -> throw new AssertionError(reason);
        };
    }
}
