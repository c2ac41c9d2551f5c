package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.ExpositionParser.Malformed;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One line with a sample: {@code name{label="value",…} value [time]}. Pure. */
record SampleLine(String name, Map<String, String> labels, double value) {

    private static final int NAME_LENGTH = 200;
    private static final int VALUE_LENGTH = 1000;
    private static final int MOST_LABELS = 32;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,4})?");
    private static final Pattern TIME = Pattern.compile("-?\\d{1,18}");

    SampleLine {
        labels = Map.copyOf(labels);
    }

    static boolean isName(String word) {
        return word.length() <= NAME_LENGTH && NAME.matcher(word).matches();
    }

    static SampleLine parse(String line, int number) throws Malformed {
        return new Cursor(line, number).sample();
    }

    static double number(String word, int line) throws Malformed {
        return switch (word) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!NUMBER.matcher(word).matches()) {
                    throw new Malformed(line, "a number that is none");
                }
                yield Double.parseDouble(word);
            }
        };
    }

    /** Goes through a line. */
    private static final class Cursor {
        private final String line;
        private final int number;
        private int at;

        Cursor(String line, int number) {
            this.line = line;
            this.number = number;
        }

        SampleLine sample() throws Malformed {
            blanks();
            var name = word("{ \t");
            if (!isName(name)) {
                throw wrong("a name that is none");
            }
            blanks();
            var labels = new TreeMap<String, String>();
            if (is('{')) {
                at++;
                labels(labels);
            }
            blanks();
            var value = number(word(" \t"), number);
            blanks();
            var time = word(" \t");
            blanks();
            if (at < line.length() || (!time.isEmpty() && !TIME.matcher(time).matches())) {
                throw wrong("something behind the value");
            }
            return new SampleLine(name, labels, value);
        }

        private void labels(Map<String, String> labels) throws Malformed {
            blanks();
            while (!is('}')) {
                var label = word("= \t");
                blanks();
                if (!LABEL.matcher(label).matches() || label.length() > NAME_LENGTH) {
                    throw wrong("a label that is none");
                }
                expect('=');
                blanks();
                expect('"');
                if (labels.put(label, quoted()) != null || labels.size() > MOST_LABELS) {
                    throw wrong("a label twice, or too many");
                }
                blanks();
                if (is(',')) {
                    at++;
                    blanks();
                } else if (!is('}')) {
                    throw wrong("labels that don't end");
                }
            }
            at++;
        }

        private String quoted() throws Malformed {
            var value = new StringBuilder();
            while (!is('"')) {
                if (at >= line.length() || value.length() >= VALUE_LENGTH) {
                    throw wrong("a label's value that does not end, or is too long");
                }
                var sign = line.charAt(at++);
                value.append(sign == '\\' ? escaped() : sign);
            }
            at++;
            return value.toString();
        }

        private char escaped() throws Malformed {
            var sign = at < line.length() ? line.charAt(at++) : '?';
            return switch (sign) {
                case '\\', '"' -> sign;
                case 'n' -> '\n';
                default -> throw wrong("a backslash before something else");
            };
        }

        /** Up to one of those, or the end. */
        private String word(String ends) {
            var from = at;
            while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
                at++;
            }
            return line.substring(from, at);
        }

        private void blanks() {
            while (is(' ') || is('\t')) {
                at++;
            }
        }

        private boolean is(char sign) {
            return at < line.length() && line.charAt(at) == sign;
        }

        private void expect(char sign) throws Malformed {
            if (!is(sign)) {
                throw wrong("a " + sign + " is missing");
            }
            at++;
        }

        private Malformed wrong(String what) {
            return new Malformed(number, what);
        }
    }
}
