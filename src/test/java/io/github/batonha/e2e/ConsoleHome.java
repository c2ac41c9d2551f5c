package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What {@link ConsoleIT} looks at: few processes, with HTML in what they write, and evidence of a run that failed. HTTP has TLS. */
final class ConsoleHome {
    static final int PORT = 8123;

    /** Keeps each connection, as a user has one. */
    private static final String SERVER = """
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalAddr => $ENV{BATON_ADDRESS}, LocalPort => $ENV{BATON_PORT}, Listen => 5, ReuseAddr => 1) or die;
            my @users;
            while (my $user = $server->accept) { push @users, $user }
            """;

    static final String PROCESSES = """
            <processes>
                <process name="FEED">
                    <groupId>MARKET</groupId>
                    <scheduleRestart>true</scheduleRestart>
                    <command>sh -c 'echo "&lt;img src=x onerror=document.body.id=1&gt; of FEED"; exec sleep 100000'</command>
                    <liveness period="1 s">exec true</liveness>
                </process>
                <process name="GATEWAY">
                    <groupId>MARKET</groupId>
                    <command>sh -c 'exec sleep 100000'</command>
                </process>
                <process name="WEB">
                    <groupId>MARKET</groupId>
                    <command>perl conf/server.pl</command>
                </process>
                <process name="REPORT">
                    <groupId>AUTH</groupId>
                    <start>false</start>
                    <command>sh -c 'echo "&lt;img src=x onerror=document.body.id=2&gt; of REPORT" >&amp;2; exit 3'</command>
                </process>
                <process name="CONSOLIDATOR">
                    <groupId>AUTH</groupId>
                    <command>sh -c 'exec sleep 100000'</command>
                    <primaryOnly>true</primaryOnly>
                </process>
            </processes>
            """;

    private ConsoleHome() {}

    /** @param user the name of a certificate that has the role operator */
    static Path create(Path folder, Map<String, String> addresses, String user) throws IOException {
        var home = LightHome.create(folder.resolve("home"), folder.resolve("record"), addresses);
        Files.writeString(home.resolve("conf/light-processes.xml"), PROCESSES);
        Files.writeString(
                home.resolve("conf/light-service-definitions.xml"),
                "<configuration><service host=\"localhost\" name=\"WEB\" port=\"%d\"/></configuration>"
                        .formatted(PORT));
        Files.writeString(home.resolve("conf/server.pl"), SERVER);
        Files.writeString(home.resolve("conf/baton.conf"), """
                baton.primary { agent-loss-grace = 4 s, margin = 1 s }
                baton.drain.settle = 1 s
                baton.http { tls = on, client-certificates = { "%s" = operator } }
                """.formatted(user));
        var evidence = Files.createDirectories(home.resolve("logs/NodeA/evidence/FEED-20260102-030405-678"));
        Files.writeString(evidence.resolve("threads.txt"), "at <img src=x onerror=document.body.id=3>");
        return home;
    }
}
