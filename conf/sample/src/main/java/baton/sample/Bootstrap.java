package baton.sample;

import java.io.IOException;
import java.time.InstantSource;

/**
 * Main class of every process of the sample, called as the item {@code BootstrapClass} is: {@code -name NAME -scan PACKAGE
 * -module MODULE -config FILE …}. The module says what the process does.
 */
public final class Bootstrap {

    private static final int EXIT_USAGE = 64;

    private Bootstrap() {}

    /**
     * Returns when the process serves, which its server goes on to do on threads of its own.
     *
     * @throws IOException if its port is taken or its record can't be written
     */
    public static void main(String[] args) throws IOException {
        var invocation = Invocation.parse(args);
        var surroundings = new Surroundings(System.getenv());
        switch (invocation.option("module").orElse("")) {
            case "genesis-router" -> Router.start(surroundings);
            case "genesis-consolidator2" -> consolidate(surroundings);
            case "genesis-cluster", "webmon", "auth-manager", "auth-perms", "auth-dataserver", "auth-request-server" ->
                Server.start(surroundings);
            default -> {
                System.err.println("module '%s' is none of the sample's: see the entries in its *-processes.xml"
                        .formatted(invocation.option("module").orElse("")));
                System.exit(EXIT_USAGE);
            }
        }
        System.out.printf(
                "%s serves at %s, pid %d, configuration %s%n",
                surroundings.process(),
                surroundings.address(),
                ProcessHandle.current().pid(),
                invocation
                        .option("config")
                        .or(() -> invocation.option("script"))
                        .orElse("none"));
    }

    private static void consolidate(Surroundings surroundings) throws IOException {
        Consolidator.start(surroundings, InstantSource.system(), System::nanoTime);
        Server.start(surroundings);
    }
}
