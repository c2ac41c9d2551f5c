package io.github.batonha.actors.usage;

import io.github.batonha.supervision.usage.UsageFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code run/NODE/usage}: a file for each process that has run. */
final class UsageFolder {

    static final String SUFFIX = ".usage";

    private UsageFolder() {}

    static UsageFile file(Path folder, String process) {
        return new UsageFile(folder.resolve(URLEncoder.encode(process, StandardCharsets.UTF_8) + SUFFIX));
    }
}
