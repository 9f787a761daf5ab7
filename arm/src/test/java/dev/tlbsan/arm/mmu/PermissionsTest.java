package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permissions as DDI 0487, D8.4 tabulates them: rwx for EL1 or EL2, then RWX for EL0. */
class PermissionsTest {
    private static final long UXN = 1L << 54;
    private static final long PXN = 1L << 53;

    private static String text(int permissions) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append((permissions >>> i & 1) != 0 ? "rwxRWX".charAt(i) : '-');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, rwx--X", "1, false, rw-RWX", "2, false, r-x--X", "3, false, r-xR-X",
        "0, true,  rw---X", "1, true,  rw-RW-", "2, true,  r-x--X", "3, true,  r-xR-X"
    })
    void accessPermissionBitsOfEl10(long ap, boolean wxn, String expected) {
        int permissions = Permissions.ofEl10(ap << 6, 0, wxn);
        assertThat(text(permissions)).isEqualTo(expected);
        assertThat(text(Permissions.ofEl10(ap << 6 | UXN, 0, wxn))).isEqualTo(expected.replace('X', '-'));
        assertThat(text(Permissions.ofEl10(ap << 6 | PXN, 0, wxn))).isEqualTo(expected.replace('x', '-'));
    }

    @ParameterizedTest
    @CsvSource({"0, r-x--X", "1, r-xR-X", "2, r-x--X", "3, r-xR-X"})
    void apTableBitOneTakesWriteAccess(long ap, String expected) {
        assertThat(text(Permissions.ofEl10(ap << 6, Hierarchical.of(1L << 62), true)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, rwx--X", "1, rwx--X", "2, r-x--X", "3, r-x--X"})
    void apTableBitZeroTakesEl0Access(long ap, String expected) {
        assertThat(text(Permissions.ofEl10(ap << 6, Hierarchical.of(1L << 61), false)))
                .isEqualTo(expected);
    }

    @Test
    void executeNeverTableBitsTakeExecution() {
        assertThat(text(Permissions.ofEl10(3 << 6, Hierarchical.of(1L << 60), false)))
                .isEqualTo("r-xR--");
        assertThat(text(Permissions.ofEl10(3 << 6, Hierarchical.of(1L << 59), false)))
                .isEqualTo("r--R-X");
        assertThat(Hierarchical.of(1L << 58 | 1L << 63)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, false, rwx", "1, false, rwx", "2, false, r-x", "3, false, r-x", "0, true, rw-", "2, true, r-x"})
    void el2KnowsReadOnlyAndExecuteNever(long ap, boolean wxn, String expected) {
        assertThat(text(Permissions.ofEl2(ap << 6 | PXN, 0, wxn))).isEqualTo(expected + "---");
        assertThat(text(Permissions.ofEl2(ap << 6 | UXN, 0, wxn))).isEqualTo(expected.replace('x', '-') + "---");
        assertThat(text(Permissions.ofEl2(ap << 6, Hierarchical.of(1L << 60), wxn)))
                .isEqualTo(expected.replace('x', '-') + "---");
    }

    @ParameterizedTest
    @CsvSource({"0, --x--X", "1, r-xR-X", "2, -wx-WX", "3, rwxRWX"})
    void stage2PermissionsAreTheSameForBothPrivileges(long s2ap, String expected) {
        assertThat(text(Permissions.ofStage2(s2ap << 6 | PXN))).isEqualTo(expected);
        assertThat(text(Permissions.ofStage2(s2ap << 6 | UXN)))
                .isEqualTo(expected.replace('x', '-').replace('X', '-'));
    }

    @Test
    void everyAccessNeedsItsOwnBit() {
        int seen = 0;
        for (Access.Kind kind : Access.Kind.values()) {
            seen |= Permissions.neededBy(new Access(kind, true)) | Permissions.neededBy(new Access(kind, false));
        }
        assertThat(seen).isEqualTo(Permissions.ALL);
        assertThat(Permissions.neededBy(new Access(Access.Kind.WRITE, false)))
                .isEqualTo(Permissions.WRITE << Permissions.USER_SHIFT);
    }
}
