package io.github.batonha.supervision.run;

import io.github.batonha.client.StandbyPage;
import io.github.batonha.supervision.os.Fifo;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code run/NODE/standby/PROCESS} and the FIFO beside it: how a warm standby and its agents tell each other how far they are. They are
 * there as long as the newest run of the process is one that began as a standby. All methods block on the file system.
 */
public final class StandbyFiles {

    /** Names the page to the process. */
    public static final String VARIABLE = "BATON_STANDBY";

    private static final String FOLDER = "standby";

    private final Path folder;
    private final Path page;
    private final Path wake;

    private StandbyFiles(Path folder, String process) {
        this.folder = folder;
        this.page = folder.resolve(process);
        this.wake = folder.resolve(process + ".wake");
    }

    /** Of a process of the node whose folder {@code run/NODE} is. */
    public static StandbyFiles of(Path directory, String process) {
        return new StandbyFiles(directory.resolve(FOLDER), process);
    }

    public Path page() {
        return page;
    }

    /** Makes them anew for a run of this user. */
    public void create(long owner) throws IOException {
        FileMode.ENTERED_FOLDER.folder(folder);
        StandbyPage.create(page);
        Fifo.create(wake);
        if (owner != UserAccount.ownId()) {
            Files.setAttribute(page, "unix:uid", (int) owner);
            Files.setAttribute(wake, "unix:uid", (int) owner);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(page);
        Files.deleteIfExists(wake);
    }

    boolean exist() {
        return Files.exists(page);
    }

    /** Orders the promotion; doing so again does no harm. The record of the run must say the same by now. */
    public void promote(long epoch) throws IOException {
        StandbyPage.order(page, epoch);
        Fifo.wake(wake);
    }

    /** How far the process is, by its own word. */
    public enum Progress {
        /** Not there yet; also where that can't be read. */
        STARTING,
        /** Waits, with nothing left to do before its promotion. */
        HELD,
        /** Has its lease, and does its work. */
        PROMOTED
    }

    /** Seen from a run of this epoch. */
    public Progress progress(long epoch) {
        try {
            var state = StandbyPage.state(page);
            return state == StandbyPage.HELD ? Progress.HELD : state == epoch ? Progress.PROMOTED : Progress.STARTING;
        } catch (IOException e) {
            return Progress.STARTING;
        }
    }
}
