package io.github.batonha.actors.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final Act ACT =
            new Act("token:ci", "OPERATOR", "127.0.0.1", "POST /api/v1/drain", "{\"node\":\"NodeA\"}", "r1");
    private static final long LARGE = 1 << 20;

    @TempDir
    private Path folder;

    private Path logs;
    private Path run;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void folders() throws IOException {
        logs = Files.createDirectory(folder.resolve("logs"));
        run = Files.createDirectory(folder.resolve("run"));
    }

    private AuditLog open(long mostBytes) {
        return AuditLog.of(
                logs, run, mostBytes, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")), nanos::get);
    }

    private Path file() {
        return logs.resolve(AuditFiles.CURRENT);
    }

    private List<AuditRecord> records() throws IOException {
        var records = new ArrayList<AuditRecord>();
        for (var file : AuditFiles.inOrder(logs)) {
            for (var line : Files.readAllLines(file)) {
                records.add(AuditLine.read(line).orElseThrow().record());
            }
        }
        return records;
    }

    private Verification verified() throws IOException {
        return Verification.ofNode(logs, run);
    }

    private void assertIntact(int lines) throws IOException {
        assertThat(verified().fault()).isNull();
        assertThat(verified().lines()).isEqualTo(lines);
    }

    @Test
    void whenAnOrderIsGiven_thenItIsInTheFileBeforeItsOutcomeAndOnlyTheOwnerMayReadIt() throws Exception {
        try (var audit = open(LARGE)) {
            var number = audit.before(ACT);
            assertThat(records()).extracting(AuditRecord::kind).containsExactly(AuditRecord.Kind.ORDER);

            audit.after(number, ACT, "done", "drained");
        }

        assertThat(records().getFirst().act()).isEqualTo(ACT);
        assertThat(records().getLast().of()).isEqualTo(1);
        assertThat(records().getLast().result()).isEqualTo("done");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertIntact(2);
    }

    @Test
    void givenTextsOfACallerWithLineEndsAndEscapes_whenRecorded_thenTheyStayOnOneLineAndComeBack() throws Exception {
        var evil = new Act("a\nb", "", "::1", "POST /x", "{\"kind\":\"order\"}\r\n\u001b[31m\u2028\"", "r");
        try (var audit = open(LARGE)) {
            audit.before(evil);
        }

        assertThat(Files.readAllLines(file())).hasSize(1);
        assertThat(Files.readString(file())).doesNotContain("\u001b").doesNotContain("\u2028");
        assertThat(records().getFirst().act()).isEqualTo(evil);
    }

    @Test
    void givenAFileThatCannotBeWritten_whenAnOrderIsGiven_thenItFailsAndGoesOnAsSoonAsItCan() throws Exception {
        var troubles = new ArrayList<String>();
        Files.createDirectory(file());
        try (var audit = open(LARGE)) {
            audit.onTrouble(troubles::add);

            assertThatThrownBy(() -> audit.before(ACT)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> audit.before(ACT)).isInstanceOf(IOException.class);
            audit.after(7, ACT, "done", "of before");
            assertThat(troubles).hasSize(1);
            assertThat(audit.shown()).contains("audit.jsonl");
            Files.delete(file());

            assertThat(audit.before(ACT)).isEqualTo(2);
            assertThat(audit.shown()).isEmpty();
        }
        assertThat(records())
                .extracting(AuditRecord::kind)
                .containsExactly(AuditRecord.Kind.OUTCOME, AuditRecord.Kind.ORDER);
        assertIntact(2);
    }

    @Test
    void givenAFileThatIsFull_whenMoreComes_thenTheNextFileGoesOnWithTheChainAndNothingIsDeleted() throws Exception {
        try (var audit = open(1000)) {
            for (var i = 0; i < 20; i++) {
                audit.before(ACT);
            }
        }
        try (var audit = open(1000)) {
            audit.before(ACT);
        }

        assertThat(AuditFiles.inOrder(logs)).hasSizeGreaterThan(3);
        assertThat(AuditFiles.inOrder(logs).getFirst()).endsWithRaw(Path.of("audit-1.jsonl"));
        assertIntact(21);
        Files.delete(AuditFiles.inOrder(logs).get(1));
        assertThat(verified().fault()).isNotNull();
    }

    @Test
    void givenHalfALineAtTheEnd_whenTheAgentGoesOn_thenItIsCutOffAndThatIsSaid() throws Exception {
        try (var audit = open(LARGE)) {
            audit.before(ACT);
        }
        Files.writeString(file(), "{\"number\":2,\"at\":\"20", StandardOpenOption.APPEND);
        assertIntact(1);

        try (var audit = open(LARGE)) {
            assertThat(audit.before(ACT)).isEqualTo(3);
        }

        assertThat(records())
                .extracting(AuditRecord::kind)
                .containsExactly(AuditRecord.Kind.ORDER, AuditRecord.Kind.TORN, AuditRecord.Kind.ORDER);
        assertThat(records().get(1).act().detail()).contains("20 bytes");
        assertIntact(3);
    }

    @Test
    void givenAFileThatWasTakenAwayUnderTheAgent_whenMoreComes_thenItGoesOnInANewOneAndTheGapIsFound()
            throws Exception {
        try (var audit = open(LARGE)) {
            audit.before(ACT);
            Files.delete(file());

            assertThat(audit.before(ACT)).isEqualTo(2);
        }

        assertThat(records()).hasSize(1);
        assertThat(verified().fault()).isNotNull();
    }

    @Test
    void givenTheEndCutOffWhileTheAgentIsAway_whenItGoesOn_thenTheGapIsStillFound() throws Exception {
        try (var audit = open(LARGE)) {
            audit.before(ACT);
            audit.before(ACT);
        }
        var lines = Files.readAllLines(file());
        Files.writeString(file(), lines.getFirst() + "\n");
        assertThat(verified().fault()).isNotNull();

        try (var audit = open(LARGE)) {
            assertThat(audit.before(ACT)).isEqualTo(3);
        }

        assertThat(verified().fault()).isNotNull();
    }

    @Test
    void givenAFloodOfStrangers_whenRefused_thenTenASecondAreRecordedAndTheOthersCounted() throws Exception {
        try (var audit = open(LARGE)) {
            for (var i = 0; i < 1000; i++) {
                audit.refused(ACT, 401);
            }
            nanos.addAndGet(1_000_000_000L);
            audit.refused(ACT, 403);
        }

        assertThat(records()).hasSize(12);
        assertThat(records().get(10).kind()).isEqualTo(AuditRecord.Kind.LEFT_OUT);
        assertThat(records().get(10).act().detail()).startsWith("990 ");
        assertThat(records().get(11).result()).isEqualTo("403");
        assertIntact(12);
    }

    @Test
    void givenManyAtOnce_whenRecorded_thenEachGetsANumberOfItsOwn() throws Exception {
        try (var audit = open(20_000);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var orders = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 300; i++) {
                orders.add(() -> audit.before(ACT));
            }

            var numbers = new ArrayList<Long>();
            for (var order : threads.invokeAll(orders)) {
                numbers.add(order.get());
            }

            assertThat(numbers).doesNotHaveDuplicates().hasSize(300);
        }
        assertIntact(300);
    }

    @Test
    void givenAnAuditThatIsClosed_whenAnOrderIsGiven_thenItIsRefusedAndNoFileIsTouched() throws Exception {
        var audit = open(LARGE);
        audit.before(ACT);
        audit.close();
        Files.delete(file());

        assertThatThrownBy(() -> audit.before(ACT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        audit.after(1, ACT, "done", "");

        assertThat(file()).doesNotExist();
    }
}
