package io.github.batonha.supervision.primary.store;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Writes higher and higher promises, and prints each once it is durable, until it is killed. */
final class StoreWriter {

    static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(3));

    private StoreWriter() {}

    public static void main(String[] arguments) throws IOException {
        var store = PrimaryStore.open(Path.of(arguments[0]));
        for (var number = 1L; true; number++) {
            store.write(record(number));
            System.out.println(number);
        }
    }

    static PrimaryRecord record(long number) {
        var promise = new Promise(
                new Epoch(number, "NodeA"),
                Set.of("NodeA", "NodeB"),
                true,
                LEASE,
                Set.of(new Terms(Guard.OPERATOR, Set.of())));
        return PrimaryRecord.EMPTY.withPromise(promise);
    }
}
