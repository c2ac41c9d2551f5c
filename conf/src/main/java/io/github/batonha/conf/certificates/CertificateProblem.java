package io.github.batonha.conf.certificates;

import java.io.IOException;
import java.nio.file.Path;

/** A file of certificates can't be used. The message is complete, says what to do and holds nothing of a key. */
public final class CertificateProblem extends IOException {
    private static final long serialVersionUID = 1;

    CertificateProblem(Path file, String what, String toDo) {
        super("%s %s: %s".formatted(file, what, toDo));
    }
}
