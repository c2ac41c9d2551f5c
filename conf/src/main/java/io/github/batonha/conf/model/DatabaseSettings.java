package io.github.batonha.conf.model;

import java.util.regex.Pattern;

/**
 * The database whose row is the voter of guard DATABASE.
 *
 * @param url of JDBC, with the user and how TLS is checked, and without a password; {@link AgentSettings#OFF} where there is none
 * @param passwordFile a path; a relative one starts from the home; empty for none
 * @param passwordItem the name of an item whose value is the password; empty for none
 */
public record DatabaseSettings(String url, String passwordFile, String passwordItem) {

    /** None. */
    public static final DatabaseSettings NONE = new DatabaseSettings(AgentSettings.OFF, "", "");

    /** What a URL may be: it stands in screens and logs, so a password in it is refused. */
    public static final Pattern URL = Pattern.compile("off|jdbc:postgresql://(?!.*[?&]password=)\\S+");

    /** What the name of a file may be. */
    public static final Pattern PASSWORD_FILE = Pattern.compile("|\\S.*");

    /** What the name of an item may be. */
    public static final Pattern PASSWORD_ITEM = Pattern.compile("\\S*");

    public boolean isSet() {
        return !url.equals(AgentSettings.OFF);
    }
}
