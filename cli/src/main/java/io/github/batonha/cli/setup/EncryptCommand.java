package io.github.batonha.cli.setup;

import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.conf.secrets.SecretKeys;
import io.github.batonha.conf.secrets.Secrets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the cipher text of a value for the system definition. */
@Command(
        name = "encrypt",
        aliases = "encryptUserPass",
        description = "Encrypts a value for an item with encrypted = true of the system definition.",
        footer = {
            "",
            "The command asks for the value without echo, or reads the first line of standard input. "
                    + "The value is never an argument, because others see arguments.",
            "The key is the one that the item GenesisKey of the definition refers to: the variable "
                    + "GENESIS_KEY with the key itself or with file:/path. --key-file names another file.",
            "",
            "Examples:",
            "  baton encrypt --new-key > /etc/baton.key    with umask 077: only its owner may read it",
            "  baton encrypt --key-file /etc/baton.key",
            "  pass show db | baton encrypt --key-file /etc/baton.key"
        })
public final class EncryptCommand extends Subcommand {

    private static final String KEY_VARIABLE = "GENESIS_KEY";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File that holds the key; only its owner may read it.")
    private @Nullable Path keyFile;

    @Option(names = "--new-key", description = "Print a new random key and end.")
    private boolean newKey;

    public EncryptCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (newKey) {
            print("key", Secrets.newKey());
            return ExitCode.DONE.number();
        }
        var key = key();
        var clear = context.askSecretly("Value (not shown): ");
        if (clear.length == 0) {
            throw new CommandFailed(
                    ExitCode.FAILED, "There is no value to encrypt", "type one, or write it to standard input");
        }
        print("value", Secrets.encrypt(clear, key));
        Arrays.fill(clear, '\0');
        return ExitCode.DONE.number();
    }

    private void print(String field, String text) {
        context.out()
                .println(
                        options.isJson()
                                ? Json.empty().with(field, new Json.Text(text)).toLine()
                                : text);
    }

    private SecretKey key() {
        var source = keyFile == null
                ? context.variable(KEY_VARIABLE)
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.FAILED,
                                "There is no key: the variable " + KEY_VARIABLE + " is not set",
                                "set it to what the item GenesisKey holds, or give --key-file"))
                : "file:" + keyFile.toAbsolutePath();
        return switch (SecretKeys.read(source, context.environment())) {
            case SecretKeys.Lookup.Found(var key) -> key;
            case SecretKeys.Lookup.Missing(var reason) ->
                throw new CommandFailed(ExitCode.FAILED, "The key can't be used: " + reason, "");
        };
    }
}
