package baton.cli.demo;

import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {
    public DemoCommand(Shell shell, GlobalOptions options) {}

    @Override
    public Integer call() {
        return ExitCode.DONE.number();
    }
}
