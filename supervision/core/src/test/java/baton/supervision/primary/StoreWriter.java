package baton.supervision.primary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes higher and higher promises, and prints each once it is durable, until it is killed. */
final class StoreWriter {

    private StoreWriter() {}

    public static void main(String[] arguments) throws IOException {
        var store = PrimaryStore.open(Path.of(arguments[0]));
        for (var number = 1L; true; number++) {
            store.write(record(number));
            System.out.println(number);
        }
    }

    static PrimaryRecord record(long number) {
        var promise = new Promise(new Epoch(number, "NodeA"), Set.of("NodeA", "NodeB"), true, Stage.LEASE);
        return PrimaryRecord.EMPTY.withPromise(promise);
    }
}
