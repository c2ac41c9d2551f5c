package io.github.batonha.conf.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of some lines that would become gigabytes. */
@Timeout(20)
class HoconSizeTest {

    private static String chain(String first, String form) {
        return first + "\n"
                + IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> form.replace("NEXT", "a" + i).replace("LAST", "a" + (i - 1)))
                        .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NEXT = ${LAST}${LAST}",
                "NEXT = ${?LAST}x${?LAST}",
                "NEXT = [ ${LAST}, ${LAST}, [ ${LAST} ] ]",
                "NEXT { x = ${LAST}, y = ${LAST} }",
                "NEXT = { b.c = ${LAST} } { b.d = ${LAST} }",
                "\"NEXT\" = ${\"LAST\"}${ LAST }",
                "x.NEXT = y\nNEXT = ${LAST}${LAST}"
            })
    void givenLinesThatDoubleTheOneBefore_whenRead_thenItIsRefusedAtItsLine(String form) {
        var findings = read(chain("a0 = [0123456789]", form));

        assertThat(findings).contains("x.conf", "grows beyond 1000000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0 = ${a0}${a0}",
                "a0 = ${b}${b}\nb = ${a0}",
                "a0 += ${a0}",
                "a0 = ${a0} [ ${a0} ]",
                "\"\\u00610\" = ${a0}${\"a0\"}"
            })
    void givenAValueThatNamesItselfAgainAndAgain_whenRead_thenItIsRefused(String form) {
        var findings = read("a0 = [0123456789]\n" + (form + "\n").repeat(60));

        assertThat(findings).contains("grows beyond 1000000 characters");
    }

    @Test
    void givenManyReferencesToOneBlock_whenRead_thenItIsTaken() {
        var text = "base { dir = \"/opt/x\", log = ${base.dir}/log, more = ${base.log}/more }\n"
                + IntStream.range(0, 500)
                        .mapToObj(
                                i -> "p%d = ${base} { name = %d, home = ${HOME}, also = ${base.more} }".formatted(i, i))
                        .collect(Collectors.joining("\n"))
                + "\nsystems = [ ${p1}, ${p2} { x = ${base.dir}${p3.name} } ]";

        assertThat(read(text)).isEmpty();
    }

    @Test
    void givenALargeFileWithoutSubstitutions_whenRead_thenItIsTakenSoon() {
        var text = "a { x = " + "y".repeat(2_000_000) + ", z = ${HOME} }";
        var begun = System.nanoTime();

        assertThat(read(text)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    private static String read(String text) {
        var findings = new Findings();
        HoconText.parse(new ConfFile("x.conf", Path.of("unused")), text, findings);
        return findings.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}
