package io.github.batonha.conf.install;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.Reachability;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A home in a temporary folder that a test fills. */
public record TestHome(Path path) {

    static final InstallAuthor AUTHOR = new InstallAuthor("ops", "", Instant.parse("2026-01-02T03:04:05Z"));

    public BatonHome home() {
        return new BatonHome(path);
    }

    public TestHome file(String name, String text) throws IOException {
        var file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** A jar with nothing but a manifest; no Main-Class if that is blank. */
    public TestHome jar(String name, String mainClass) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
        if (!mainClass.isBlank()) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        var file = path.resolve(name);
        Files.createDirectories(file.getParent());
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return this;
    }

    public InstallReport install(String host) {
        return run(home(), Map.of(), host);
    }

    /** As the command does, on a machine that knows every name. */
    static InstallReport run(BatonHome home, Map<String, String> environment, String host) {
        return Install.run(
                home,
                environment,
                host,
                new Reachability(name -> InetAddress.ofLiteral(name.equals("localhost") ? "127.0.0.1" : "10.0.0.1")),
                AUTHOR);
    }
}
