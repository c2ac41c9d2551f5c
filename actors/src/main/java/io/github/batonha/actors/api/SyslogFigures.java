package io.github.batonha.actors.api;

/**
 * How the events of a node are sent as syslog.
 *
 * @param isUp whether the last message could be sent
 * @param dropped events that were not kept until the receiver was there again
 * @param waiting events that are not sent yet
 */
public record SyslogFigures(boolean isUp, long sent, long dropped, long waiting) {}
