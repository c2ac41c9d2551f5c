package io.github.batonha.actors.health;

/**
 * What a check is answered.
 *
 * @param status of HTTP
 * @param body JSON; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // ready to be sent, and compared by nobody
public record Answer(int status, byte[] body) {

    static final int OK = 200;
    /** To HAProxy's disable-on-404: no new users, but those that are bound to this server. */
    static final int NO_NEW = 404;

    static final int UNAVAILABLE = 503;
}
