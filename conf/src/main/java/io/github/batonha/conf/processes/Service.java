package io.github.batonha.conf.processes;

import io.github.batonha.conf.report.Place;

/**
 * An entry of a service definition file.
 *
 * @param port 1 to 65535
 * @param isExternal said to run elsewhere, so that no process of its name is expected; known only while installing
 */
public record Service(String name, int port, boolean isExternal, Place place) {}
