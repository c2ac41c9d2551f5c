package io.github.batonha.conf.model;

import io.github.batonha.supervision.logs.LogPolicy;
import io.github.batonha.supervision.primary.model.Guard;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the agent, from {@code conf/baton.conf} over this module's {@code reference.conf}. Each key stands there with
 * unit, default and range.
 *
 * @param agentLossGrace how long primaryOnly processes outlive an agent that pushes their lease page no more
 * @param margin added to it where another node waits for their end: covers clock drift and the leash's own period
 * @param resume whether the assigned primary proposes itself after a start that could not continue
 * @param guard what keeps a second node from becoming primary while the first can't be reached
 * @param restarts how processes are restarted
 * @param dependencyTimeout how long a process waits for what it depends on before that is reported as an error
 * @param stopWithin from SIGTERM to SIGKILL where a process does not say
 * @param answerWithin how long SetPrimary waits for the answers of other hosts before it calls them silent
 * @param standbyWait how long SetPrimary waits for standbys of its target that are on their way, while the primary runs
 * @param heartbeatEvery how often a node tells the others that it is there
 * @param downAfter without a heartbeat for so long a node is shown as DOWN
 * @param sessions those of the session store
 * @param logs how the logs of processes are rotated and kept
 * @param health those of health checks and drain
 * @param clusterTls whether nodes talk with each other by mutual TLS
 * @param access who of the operating system may do what
 * @param auditRotateAtMib size of a file of the audit in MiB
 * @param http those of the HTTP port
 * @param syslog where events are sent, as {@link SyslogTarget} parses it, or {@link #OFF}
 * @param metricsPush where metrics are sent by OTLP, as a URL, or {@link #OFF}
 * @param aot start-up caches of processes
 * @param database that votes under guard DATABASE
 */
public record AgentSettings(
        Duration agentLossGrace,
        Duration margin,
        boolean resume,
        Guard guard,
        RestartSettings restarts,
        Duration dependencyTimeout,
        Duration stopWithin,
        Duration answerWithin,
        Duration standbyWait,
        Duration heartbeatEvery,
        Duration downAfter,
        SessionSettings sessions,
        LogPolicy logs,
        HealthSettings health,
        boolean clusterTls,
        AccessSettings access,
        int auditRotateAtMib,
        HttpSettings http,
        String syslog,
        String metricsPush,
        AotSettings aot,
        DatabaseSettings database) {
    /** Nothing is sent. */
    public static final String OFF = "off";

    /** How long standbys are waited for where nothing is set. */
    public static final Duration STANDBY_WAIT = Duration.ofSeconds(5);

    /** With the defaults of {@code standbyWait} and of start-up caches. */
    public AgentSettings(
            Duration agentLossGrace,
            Duration margin,
            boolean resume,
            Guard guard,
            RestartSettings restarts,
            Duration dependencyTimeout,
            Duration stopWithin,
            Duration answerWithin,
            Duration heartbeatEvery,
            Duration downAfter,
            SessionSettings sessions,
            LogPolicy logs,
            HealthSettings health,
            boolean clusterTls,
            AccessSettings access,
            int auditRotateAtMib,
            HttpSettings http,
            String syslog,
            String metricsPush) {
        this(
                agentLossGrace,
                margin,
                resume,
                guard,
                restarts,
                dependencyTimeout,
                stopWithin,
                answerWithin,
                STANDBY_WAIT,
                heartbeatEvery,
                downAfter,
                sessions,
                logs,
                health,
                clusterTls,
                access,
                auditRotateAtMib,
                http,
                syslog,
                metricsPush,
                AotSettings.DEFAULT,
                DatabaseSettings.NONE);
    }

    /** Where events are sent. */
    public Optional<SyslogTarget> syslogTarget() {
        return SyslogTarget.parse(syslog);
    }

    /** Where metrics are sent. */
    public Optional<URI> pushTarget() {
        return PushTarget.parse(metricsPush);
    }

    /** Otherwise the same. */
    public AgentSettings withDependencyTimeout(Duration timeout) {
        return with(restarts, timeout, stopWithin, logs, health);
    }

    /** Otherwise the same. */
    public AgentSettings withLogs(LogPolicy policy) {
        return with(restarts, dependencyTimeout, stopWithin, policy, health);
    }

    /** Otherwise the same. */
    public AgentSettings withRestarts(RestartSettings changed) {
        return with(changed, dependencyTimeout, stopWithin, logs, health);
    }

    /** Otherwise the same. */
    public AgentSettings withHealth(HealthSettings changed) {
        return with(restarts, dependencyTimeout, stopWithin, logs, changed);
    }

    /** Otherwise the same. */
    public AgentSettings withHttp(HttpSettings changed) {
        return with(restarts, dependencyTimeout, stopWithin, logs, health, changed);
    }

    /** What concerns single processes of the other settings; all else is taken up by an agent when it starts. */
    AgentSettings withProcessesOf(AgentSettings next) {
        var ofSingle = next.restarts().withStarts(restarts.perSecond(), restarts.parallelStarts());
        return with(ofSingle, next.dependencyTimeout(), next.stopWithin(), logs, health)
                .with(next.aot());
    }

    /** Otherwise the same. */
    public AgentSettings with(AotSettings caches) {
        return with(restarts, dependencyTimeout, stopWithin, logs, health, http, caches);
    }

    private AgentSettings with(
            RestartSettings itsRestarts, Duration timeout, Duration stop, LogPolicy itsLogs, HealthSettings itsHealth) {
        return with(itsRestarts, timeout, stop, itsLogs, itsHealth, http);
    }

    private AgentSettings with(
            RestartSettings itsRestarts,
            Duration timeout,
            Duration stop,
            LogPolicy itsLogs,
            HealthSettings itsHealth,
            HttpSettings itsHttp) {
        return with(itsRestarts, timeout, stop, itsLogs, itsHealth, itsHttp, aot);
    }

    private AgentSettings with(
            RestartSettings itsRestarts,
            Duration timeout,
            Duration stop,
            LogPolicy itsLogs,
            HealthSettings itsHealth,
            HttpSettings itsHttp,
            AotSettings caches) {
        return new AgentSettings(
                agentLossGrace,
                margin,
                resume,
                guard,
                itsRestarts,
                timeout,
                stop,
                answerWithin,
                standbyWait,
                heartbeatEvery,
                downAfter,
                sessions,
                itsLogs,
                itsHealth,
                clusterTls,
                access,
                auditRotateAtMib,
                itsHttp,
                syslog,
                metricsPush,
                caches,
                database);
    }
}
