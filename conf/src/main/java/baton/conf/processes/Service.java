package baton.conf.processes;

import baton.conf.report.Place;

/**
 * An entry of a service definition file.
 *
 * @param port 1 to 65535
 */
public record Service(String name, int port, Place place) {}
