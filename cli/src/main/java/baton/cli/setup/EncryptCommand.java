package baton.cli.setup;

import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "encrypt", aliases = "encryptUserPass")
public final class EncryptCommand implements Callable<Integer> {
    public EncryptCommand(Shell shell, GlobalOptions options) {}

    @Override
    public Integer call() {
        return ExitCode.DONE.number();
    }
}
