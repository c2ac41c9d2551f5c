package io.github.batonha.supervision.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Picked up JAVA_TOOL_OPTIONS: -Dpw=s3cret",
                "Picked up _JAVA_OPTIONS: -Xmx1g",
                "NOTE: Picked up JDK_JAVA_OPTIONS: -Dx=y",
                "Listening for transport dt_socket at address: 5005",
                "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes because bootstrap classpath has been appended",
                "WARNING: A Java agent has been loaded dynamically (/x/agent.jar)"
            })
    void givenWhatEachJvmSaysAtItsStart_whenQuoted_thenItIsPassedOver(String banner) {
        assertThat(lines(banner + "\n")).isEmpty();
        assertThat(lines("FATAL: no table\n" + banner + "\n")).containsExactly("FATAL: no table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x0, 1073741824, 0) failed",
                "Error: Could not find or load main class Picked",
                "# no comment"
            })
    void givenLinesThatTellSomething_whenQuoted_thenTheyStay(String line) {
        assertThat(lines(line)).containsExactly(line);
    }

    @Test
    void givenAStackTrace_whenQuoted_thenItIsItsCausesAndNotItsFrames() {
        assertThat(lines("""
                starting
                Exception in thread "main" java.lang.IllegalStateException: no database
                \tat app.Main.start(Main.java:12)
                \tat java.base/java.lang.Thread.run(Thread.java:1474)
                Caused by: java.net.ConnectException: refused
                \tat app.Database.<init>(Database.java:7)
                \t... 3 more
                """))
                .containsExactly(
                        "starting",
                        "Exception in thread \"main\" java.lang.IllegalStateException: no database",
                        "Caused by: java.net.ConnectException: refused");
    }

    @Test
    void givenTheReportOfACrash_whenQuoted_thenItIsWhatCrashedAndWhere() {
        assertThat(lines("""
                loading
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f3c1a2b3c4d, pid=4711, tid=4712
                #
                # JRE version: OpenJDK Runtime Environment Temurin-25 (25.0+36) (build 25+36-LTS)
                # Problematic frame:
                # C  [libnative.so+0x1139]  crash_here+0x9
                #
                # An error report file with more information is saved as:
                # /app/hs_err_pid4711.log
                #
                # If you would like to submit a bug report, please visit:
                #   https://bugreport.java.com/bugreport/crash.jsp
                #
                """))
                .containsExactly(
                        "loading",
                        "the JVM crashed: SIGSEGV (0xb) at pc=0x00007f3c1a2b3c4d; problematic frame: C [libnative.so+0x1139] crash_here+0x9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "password=s3cret and more > password=*** and more",
                "-Dpw=s3cret -Xmx1g > -Dpw=*** -Xmx1g",
                "spring.datasource.password = 's3 cret', url=x > spring.datasource.password = ***, url=x",
                "{\"password\": \"s3cret\", \"user\": \"a\"} > {\"password\": ***, \"user\": \"a\"}",
                "Password: s3cret > Password: ***",
                "api_key: s3cret > api_key: ***",
                "db_password: s3cret > db_password: ***",
                "aws_secret_access_key: s3cret > aws_secret_access_key: ***",
                "auth_token: s3cret > auth_token: ***",
                "AWS_SECRET_ACCESS_KEY=abc/def > AWS_SECRET_ACCESS_KEY=***",
                "run --api-key s3cret --port 80 > run --api-key *** --port 80",
                "Authorization: Bearer eyJhbGciOi.J9 > Authorization: Bearer ***",
                "jdbc:postgresql://app:s3cret@db:5432/x > jdbc:postgresql://app:***@db:5432/x",
                "unexpected token: EOF > unexpected token: EOF",
                "tablespace USERS: 0% free > tablespace USERS: 0% free",
                "the password was wrong > the password was wrong"
            })
    void givenASecretByItsForm_whenQuoted_thenItIsMasked(String written, String shown) {
        assertThat(lines(written)).containsExactly(shown);
    }

    @Test
    void givenAKnownSecret_whenQuoted_thenItIsMaskedWhereverItStands() {
        var bytes = "could not log in with hunter22 as app\n".getBytes(StandardCharsets.UTF_8);

        assertThat(LastLines.of(bytes, 0, 3, List.of("hunter22", "it")))
                .containsExactly("could not log in with *** as app");
    }

    @Test
    void givenALongLineWithoutAnEnd_whenQuoted_thenItIsCutAndQuickToMask() {
        var bytes = "a.b-c_d".repeat(4000).getBytes(StandardCharsets.UTF_8);

        assertThat(LastLines.of(bytes, 512, 3, List.of()))
                .singleElement()
                .satisfies(line -> assertThat(line).hasSize(201).endsWith("…"));
    }

    private static List<String> lines(String text) {
        return LastLines.of(text.getBytes(StandardCharsets.UTF_8), 0, 3, List.of());
    }
}
