package baton.cli;

import baton.cli.shell.CommandFailed;
import baton.cli.shell.ExitCode;
import baton.cli.shell.Shell;

/** Says in one voice how a command failed. */
final class Failure {

    private Failure() {}

    /** Returns the exit code. */
    static int say(Exception problem, Shell shell) {
        shell.out().flush();
        if (problem instanceof CommandFailed failed) {
            say(failed.what(), failed.remedy(), shell);
            return failed.exitCode().number();
        }
        var what = problem.getMessage();
        say(what == null ? problem.toString() : what, "", shell);
        return ExitCode.FAILED.number();
    }

    private static void say(String what, String remedy, Shell shell) {
        shell.err().println("baton: " + what);
        if (!remedy.isEmpty()) {
            shell.err().println("  -> " + remedy);
        }
    }
}
