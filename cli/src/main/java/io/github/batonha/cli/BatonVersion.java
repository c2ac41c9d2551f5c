package io.github.batonha.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class BatonVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(BatonVersion.class.getPackage().getImplementationVersion());
        return new String[] {"baton " + version.orElse("(built from sources)")};
    }
}
