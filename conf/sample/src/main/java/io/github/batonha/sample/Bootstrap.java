package io.github.batonha.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
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
        String module = invocation.option("module").orElse("");
        var address = switch (module) {
            case "genesis-router" -> Router.start(surroundings);
            case "genesis-consolidator2" -> consolidate(surroundings);
            case "genesis-cluster", "webmon", "auth-manager", "auth-perms", "auth-dataserver", "auth-request-server" ->
                Server.start(surroundings);
            default -> throw unknown(module);
        };
        System.out.println("%s serves at %s:%d, pid %d, configuration %s"
                .formatted(
                        surroundings.process(),
                        address.getHostString(),
                        address.getPort(),
                        ProcessHandle.current().pid(),
                        invocation
                                .option("config")
                                .or(() -> invocation.option("script"))
                                .orElse("none")));
    }

    /** Does not return: ends this JVM. */
    private static AssertionError unknown(String module) {
        System.err.println(
                "module '%s' is none of the sample's: see the entries in its *-processes.xml".formatted(module));
        System.exit(EXIT_USAGE);
        return new AssertionError("exit returned");
    }

    private static InetSocketAddress consolidate(Surroundings surroundings) throws IOException {
        Consolidator.start(surroundings, InstantSource.system(), System::nanoTime);
        return Server.start(surroundings);
    }
}
