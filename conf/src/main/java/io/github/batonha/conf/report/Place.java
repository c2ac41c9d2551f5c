package io.github.batonha.conf.report;

/**
 * Where something stands: a file of the home, named relative to it, or an environment variable.
 *
 * @param source the file as people know it ({@code conf/auth-processes.xml}), or {@code environment variable X}
 * @param line from 1, or 0 where it is not known
 * @param column from 1, or 0 where it is not known
 */
public record Place(String source, int line, int column) {

    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    public static Place of(String source, int line) {
        return new Place(source, line, 0);
    }

    public static Place variable(String name) {
        return of("environment variable " + name);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }
}
