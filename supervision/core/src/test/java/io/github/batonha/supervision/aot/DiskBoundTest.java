package io.github.batonha.supervision.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskBoundTest {

    @ParameterizedTest
    @CsvSource({"30, ''", "29, B", "20, B", "19, B C", "9, B C A", "1000, ''"})
    void givenThreeCachesOfTen_whenThereIsRoomForLess_thenTheLeastRecentlyUsedGoFirst(long most, String dropped) {
        var all = List.of(used("A", 30), used("B", 10), used("C", 20));

        assertThat(String.join(
                        " ",
                        DiskBound.dropped(all, most).stream()
                                .map(CacheFile::process)
                                .toList()))
                .isEqualTo(dropped);
    }

    private static DiskBound.Kept used(String process, long second) {
        return new DiskBound.Kept(
                new CacheFile(process, "0123456789abcdef", 10, CacheForm.AOT), Instant.ofEpochSecond(second));
    }
}
