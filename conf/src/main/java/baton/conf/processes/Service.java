package baton.conf.processes;

import baton.conf.report.Place;

/**
 * An entry of a service definition file.
 *
 * @param port 1 to 65535
 * @param external runs elsewhere: its port is told to processes, but not taken on our hosts
 */
public record Service(String name, int port, boolean external, Place place) {}
