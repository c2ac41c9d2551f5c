package io.github.batonha.conf.model;

import io.github.batonha.conf.report.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** What stands in the home can't be run. The message is complete, says what to do and holds no secret. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    /** One line a finding. */
    public ConfigurationException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
