package io.github.batonha.conf.install;

/**
 * A revision that was installed in this home.
 *
 * @param number counts installs of this home from 1 on; other hosts may have others
 * @param hash of its content, the same on hosts that were installed alike
 * @param isInstalled agents take it when they start, and by apply
 */
public record Revision(long number, String hash, InstallAuthor author, boolean isInstalled) {

    private static final int SHOWN_DIGITS = 12;

    /** The beginning of the hash, as screens show it. */
    public String shownHash() {
        return shown(hash);
    }

    /** The same of another revision's hash. */
    public static String shown(String hash) {
        return hash.substring(0, Math.min(SHOWN_DIGITS, hash.length()));
    }
}
