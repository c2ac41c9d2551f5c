package io.github.batonha.supervision.spec;

/**
 * Where a process serves its own metrics in the form of Prometheus, on this host.
 *
 * @param path begins with a slash, may have a query
 */
public record MetricsEndpoint(int port, String path) {}
