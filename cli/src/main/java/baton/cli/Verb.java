package baton.cli;

import baton.cli.cluster.MonClusterCommand;
import baton.cli.demo.DemoCommand;
import baton.cli.drain.DrainCommand;
import baton.cli.drain.UndrainCommand;
import baton.cli.events.EventsCommand;
import baton.cli.logs.LogsCommand;
import baton.cli.mon.MonCommand;
import baton.cli.operation.ApplyCommand;
import baton.cli.operation.KillGroupCommand;
import baton.cli.operation.KillProcessCommand;
import baton.cli.operation.KillServerCommand;
import baton.cli.operation.RestartCommand;
import baton.cli.operation.StartGroupCommand;
import baton.cli.operation.StartProcessCommand;
import baton.cli.operation.StartServerCommand;
import baton.cli.primary.HistoryCommand;
import baton.cli.primary.PrimaryCommand;
import baton.cli.primary.SetPrimaryCommand;
import baton.cli.setup.EncryptCommand;
import baton.cli.setup.InstallCommand;
import baton.cli.setup.NodeCommand;
import baton.cli.setup.WarmUpCommand;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The verbs with their seed names. They stand here a second time, beside the annotations, so that only the command that is
 * asked for is loaded and built; a test compares the two.
 */
record Verb(String name, String seedName, BiFunction<Shell, GlobalOptions, Object> command) {

    /** In the order in which help lists them. */
    static final List<Verb> ALL = List.of(
            new Verb("install", "genesisInstall", InstallCommand::new),
            new Verb("apply", "", ApplyCommand::new),
            new Verb("node", "", NodeCommand::new),
            new Verb("mon", "", MonCommand::new),
            new Verb("mon-cluster", "MonCluster", MonClusterCommand::new),
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
            new Verb("logs", "", LogsCommand::new),
            new Verb("events", "", EventsCommand::new),
            new Verb("warm-up", "", WarmUpCommand::new),
            new Verb("encrypt", "encryptUserPass", EncryptCommand::new),
            new Verb("demo", "", DemoCommand::new));

    boolean isCalled(String word) {
        return word.equals(name) || (word.equals(seedName) && !seedName.isEmpty());
    }
}
