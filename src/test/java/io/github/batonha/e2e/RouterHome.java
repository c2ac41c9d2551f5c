package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A home with the two processes of the sample that users and an operator see: the router, and the primaryOnly consolidator. */
final class RouterHome {
    static final String ROUTER = "GENESIS_ROUTER";
    /** A batch job that fails at once, and is not started again. */
    static final String JOB = "NIGHTLY_JOB";

    static final int PORT = 9017;

    private RouterHome() {}

    static Path create(Path home, Path record, Map<String, String> addresses) {
        LightHome.create(home, record, addresses);
        try {
            Files.writeString(home.resolve("conf/light-processes.xml"), """
                    <processes>
                        <process name="GENESIS_ROUTER">
                            <groupId>GENESIS</groupId>
                            <start>true</start>
                            <scheduleRestart>true</scheduleRestart>
                            <options>-Xms16m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1</options>
                            <module>genesis-router</module>
                            <package>global.genesis.router</package>
                        </process>
                        <process name="CONSOLIDATOR">
                            <groupId>AUTH</groupId>
                            <start>true</start>
                            <scheduleRestart>true</scheduleRestart>
                            <options>-Xms8m -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1</options>
                            <module>genesis-consolidator2</module>
                            <package>global.genesis.consolidator2</package>
                            <primaryOnly>true</primaryOnly>
                        </process>
                        <process name="NIGHTLY_JOB">
                            <start>true</start>
                            <command>sh -c 'exit 1'</command>
                        </process>
                    </processes>
                    """);
            Files.writeString(home.resolve("conf/light-service-definitions.xml"), """
                    <configuration>
                        <service host="localhost" name="GENESIS_ROUTER" port="%d"/>
                        <service host="localhost" name="CONSOLIDATOR" port="8005"/>
                    </configuration>
                    """.formatted(PORT));
            return home;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
