package io.github.batonha.conf.kts;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.SystemDefinition;
import io.github.batonha.conf.system.SystemEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a system definition written in Kotlin, in its older form ({@code systems} outermost) or its current one
 * ({@code systemDefinition} outermost). It is a reader for the few words of that form and no Kotlin compiler: anything else
 * is a problem at its line and column.
 */
public final class KtsReader {

    private static final Set<String> WORDS =
            Set.of("systemDefinition", "global", "systems", "system", "hosts", "host", "item");
    private static final String SUPPORTED =
            "a system definition may hold systemDefinition, global, systems, system, hosts, host and item, because nothing is executed";

    private static final String AT_ITS_USE = "Write the value where it is used";
    private static final String ONE_BY_ONE = "Write each host and item out";
    private static final Map<String, String> INSTEAD = Map.of(
            "val", AT_ITS_USE,
            "var", AT_ITS_USE,
            "const", AT_ITS_USE,
            "private", AT_ITS_USE,
            "fun", ONE_BY_ONE,
            "for", ONE_BY_ONE,
            "if",
                    "Keep the branch that is meant, or take the value from a variable by System.getenv(\"NAME\") ?: \"default\"",
            "when",
                    "Keep the branch that is meant, or take the value from a variable by System.getenv(\"NAME\") ?: \"default\"");

    private final ConfFile file;
    private final Words words;
    private final List<Item> global = new ArrayList<>();
    private final List<SystemEntry> systems = new ArrayList<>();

    private KtsReader(ConfFile file, String text, Findings findings) {
        this.file = file;
        this.words = new Words(file, text, findings);
    }

    /** What could be read, with a problem for each thing that could not. */
    public static SystemDefinition read(ConfFile file, String text, Findings findings) {
        var reader = new KtsReader(file, text, findings);
        reader.file();
        return new SystemDefinition(reader.global, reader.systems, Place.of(file.name()));
    }

    /** Reads what follows a word that begins a statement. */
    @FunctionalInterface
    private interface Statement {
        void read(Token word) throws Unsupported;
    }

    private void file() {
        Map<String, Statement> allowed = Map.of(
                "package",
                word -> words.skipLine(),
                "import",
                word -> words.skipLine(),
                "systemDefinition",
                word -> body(word, Map.of("global", this::global, "systems", this::systems)),
                "global",
                this::global,
                "systems",
                this::systems);
        statements("outermost", allowed);
        while (!words.peek().isEnd()) {
            words.problem(words.next(), "this brace closes nothing: remove it");
            statements("outermost", allowed);
        }
    }

    private void global(Token word) throws Unsupported {
        body(word, Map.of("item", item -> item(item, global)));
    }

    private void systems(Token word) throws Unsupported {
        body(word, Map.of("system", this::system));
    }

    private void system(Token word) throws Unsupported {
        var arguments = Arguments.read(words, word, "name");
        var name = arguments.required("name", Argument::asText, "system(name = \"…\")");
        var hosts = new ArrayList<HostEntry>();
        var items = new ArrayList<Item>();
        body(
                word,
                Map.of(
                        "hosts", block -> body(block, Map.of("host", host -> host(host, hosts))),
                        "item", item -> item(item, items)));
        name.ifPresent(text -> systems.add(new SystemEntry(text, hosts, items, place(word))));
    }

    private void host(Token word, List<HostEntry> hosts) throws Unsupported {
        var arguments = Arguments.read(words, word, "name");
        var name = arguments.required("name", Argument::asHostName, "host(name = \"…\") or host(LOCAL_HOST)");
        var items = new ArrayList<Item>();
        if (words.peek().isSymbol("{")) {
            body(word, Map.of("item", item -> item(item, items)));
        }
        name.ifPresent(text -> hosts.add(new HostEntry(text, items, place(word))));
    }

    private void item(Token word, List<Item> items) throws Unsupported {
        var arguments = Arguments.read(words, word, "name", "value", "encrypted");
        var call = "item(name = \"…\", value = \"…\")";
        var name = arguments.required("name", Argument::asText, call);
        var value = arguments.required("value", Argument::asValue, call);
        var encrypted = arguments.optional("encrypted", Argument::asTruth, "encrypted = true");
        if (name.isPresent() && value.isPresent()) {
            items.add(new Item(name.get(), value.get(), encrypted.orElse(false), place(word)));
        }
    }

    private void body(Token word, Map<String, Statement> allowed) throws Unsupported {
        words.expect("{", "after " + word.text());
        statements("inside " + word.text(), allowed);
        if (!words.accept("}")) {
            words.problem(word, "the block of %s is not closed: end it with }".formatted(word.text()));
        }
    }

    private void statements(String where, Map<String, Statement> allowed) {
        while (!words.peek().isEnd() && !words.peek().isSymbol("}")) {
            if (words.accept(";")) {
                continue;
            }
            var start = words.mark();
            try {
                statement(where, allowed);
            } catch (Unsupported e) {
                words.problem(e.at(), String.valueOf(e.getMessage()));
                words.skipStatement(start);
            }
        }
    }

    private void statement(String where, Map<String, Statement> allowed) throws Unsupported {
        var word = words.next();
        var statement = word.kind() == Token.Kind.IDENTIFIER ? allowed.get(word.text()) : null;
        if (statement == null) {
            throw new Unsupported(word, refusal(word, where, new TreeMap<>(allowed).keySet()));
        }
        statement.read(word);
    }

    private static String refusal(Token word, String where, Set<String> allowed) {
        var fitting = allowed.stream().filter(WORDS::contains).toList();
        if (word.kind() == Token.Kind.IDENTIFIER && WORDS.contains(word.text())) {
            return "%s can't stand %s: only %s can".formatted(word.text(), where, String.join(", ", fitting));
        }
        var otherwise = ": " + SUPPORTED + ". " + INSTEAD.getOrDefault(word.text(), "Remove it");
        var hint = word.kind() == Token.Kind.IDENTIFIER ? Nearest.hint(word.text(), fitting, otherwise) : otherwise;
        return word.shown() + " is not supported here" + hint;
    }

    private Place place(Token token) {
        return file.at(token.line());
    }
}
