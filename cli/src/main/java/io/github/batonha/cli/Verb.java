package io.github.batonha.cli;

import io.github.batonha.cli.audit.AuditCommand;
import io.github.batonha.cli.certificates.CertificatesCommand;
import io.github.batonha.cli.check.CheckCommand;
import io.github.batonha.cli.cluster.ConsoleCommand;
import io.github.batonha.cli.cluster.MonClusterCommand;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.demo.DemoCommand;
import io.github.batonha.cli.drain.DrainCommand;
import io.github.batonha.cli.drain.UndrainCommand;
import io.github.batonha.cli.events.EventsCommand;
import io.github.batonha.cli.geneos.GeneosCommand;
import io.github.batonha.cli.logs.LogsCommand;
import io.github.batonha.cli.mon.MonCommand;
import io.github.batonha.cli.operation.ApplyCommand;
import io.github.batonha.cli.operation.CachesCommand;
import io.github.batonha.cli.operation.KillGroupCommand;
import io.github.batonha.cli.operation.KillProcessCommand;
import io.github.batonha.cli.operation.KillServerCommand;
import io.github.batonha.cli.operation.PushCommand;
import io.github.batonha.cli.operation.RestartCommand;
import io.github.batonha.cli.operation.RollbackCommand;
import io.github.batonha.cli.operation.StartGroupCommand;
import io.github.batonha.cli.operation.StartProcessCommand;
import io.github.batonha.cli.operation.StartServerCommand;
import io.github.batonha.cli.operation.TrainCommand;
import io.github.batonha.cli.primary.HistoryCommand;
import io.github.batonha.cli.primary.PrimaryCommand;
import io.github.batonha.cli.primary.SetPrimaryCommand;
import io.github.batonha.cli.revision.DiffCommand;
import io.github.batonha.cli.revision.RevisionsCommand;
import io.github.batonha.cli.setup.EncryptCommand;
import io.github.batonha.cli.setup.InstallCommand;
import io.github.batonha.cli.setup.NodeCommand;
import io.github.batonha.cli.setup.UpgradeCommand;
import io.github.batonha.cli.setup.WarmUpCommand;
import io.github.batonha.cli.token.TokenCommand;
import io.github.batonha.cli.usage.UsageCommand;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The verbs with their seed names. They stand here a second time, beside the annotations, so that only the command that is
 * asked for is loaded and built; a test compares the two.
 */
record Verb(String name, String seedName, BiFunction<CommandContext, GlobalOptions, Object> command) {

    /** In the order in which help lists them. */
    static final List<Verb> ALL = List.of(
            new Verb("install", "genesisInstall", InstallCommand::new),
            new Verb("push", "", PushCommand::new),
            new Verb("apply", "", ApplyCommand::new),
            new Verb("revisions", "", RevisionsCommand::new),
            new Verb("diff", "", DiffCommand::new),
            new Verb("rollback", "", RollbackCommand::new),
            new Verb("upgrade", "", UpgradeCommand::new),
            new Verb("node", "", NodeCommand::new),
            new Verb("mon", "", MonCommand::new),
            new Verb("mon-cluster", "MonCluster", MonClusterCommand::new),
            new Verb("console", "", ConsoleCommand::new),
            new Verb("check", "check_baton", CheckCommand::new),
            new Verb("geneos", "", GeneosCommand::new),
            new Verb("usage", "", UsageCommand::new),
            new Verb("set-primary", "SetPrimary", SetPrimaryCommand::new),
            new Verb("primary", "", PrimaryCommand::new),
            new Verb("history", "", HistoryCommand::new),
            new Verb("start-server", "startServer", StartServerCommand::new),
            new Verb("kill-server", "killServer", KillServerCommand::new),
            new Verb("start-process", "startProcess", StartProcessCommand::new),
            new Verb("kill-process", "killProcess", KillProcessCommand::new),
            new Verb("start-group", "startGroup", StartGroupCommand::new),
            new Verb("kill-group", "killGroup", KillGroupCommand::new),
            new Verb("drain", "", DrainCommand::new),
            new Verb("undrain", "", UndrainCommand::new),
            new Verb("restart", "", RestartCommand::new),
            new Verb("train", "", TrainCommand::new),
            new Verb("caches", "", CachesCommand::new),
            new Verb("logs", "", LogsCommand::new),
            new Verb("events", "", EventsCommand::new),
            new Verb("audit", "", AuditCommand::new),
            new Verb("token", "", TokenCommand::new),
            new Verb("warm-up", "", WarmUpCommand::new),
            new Verb("certificates", "", CertificatesCommand::new),
            new Verb("encrypt", "encryptUserPass", EncryptCommand::new),
            new Verb("demo", "", DemoCommand::new));

    boolean isCalled(String word) {
        return word.equals(name) || (word.equals(seedName) && !seedName.isEmpty());
    }
}
