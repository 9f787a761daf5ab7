package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.SystemOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encodings and operands of TLBI and AT, as an assembler encodes them. */
class TlbiOperationTest {
    private static int encoding(int word) {
        return (word >>> 5 & 0x3fff) | 1 << 14;
    }

    /** The words that GNU as gives for the instruction with XZR or X0. */
    @ParameterizedTest
    @CsvSource({
        "VMALLE1,d508871f",
        "VAE1,d5088720",
        "ASIDE1,d5088740",
        "VAAE1,d5088760",
        "VALE1,d50887a0",
        "VAALE1,d50887e0",
        "VMALLE1IS,d508831f",
        "VAE1IS,d5088320",
        "ASIDE1IS,d5088340",
        "VAAE1IS,d5088360",
        "VALE1IS,d50883a0",
        "VAALE1IS,d50883e0",
        "IPAS2E1IS,d50c8020",
        "IPAS2LE1IS,d50c80a0",
        "IPAS2E1,d50c8420",
        "IPAS2LE1,d50c84a0",
        "ALLE2,d50c871f",
        "VAE2,d50c8720",
        "ALLE1,d50c879f",
        "VALE2,d50c87a0",
        "VMALLS12E1,d50c87df",
        "ALLE2IS,d50c831f",
        "VAE2IS,d50c8320",
        "ALLE1IS,d50c839f",
        "VALE2IS,d50c83a0",
        "VMALLS12E1IS,d50c83df"
    })
    void tlbiEncodings(TlbiOperation operation, String word) {
        int bits = Integer.parseUnsignedInt(word, 16);
        assertThat(operation.encoding()).isEqualTo(encoding(bits));
        assertThat(TlbiOperation.of(encoding(bits))).isEqualTo(operation);
        assertThat(operation.hasOperand()).isEqualTo((bits & 0x1f) == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "S1E1R,d5087800",
        "S1E1W,d5087820",
        "S1E0R,d5087840",
        "S1E0W,d5087860",
        "S1E2R,d50c7800",
        "S1E2W,d50c7820",
        "S12E1R,d50c7880",
        "S12E1W,d50c78a0",
        "S12E0R,d50c78c0",
        "S12E0W,d50c78e0"
    })
    void atEncodings(AtOperation operation, String word) {
        int bits = Integer.parseUnsignedInt(word, 16);
        assertThat(AtOperation.of(encoding(bits))).isEqualTo(operation);
        assertThat(operation.access().kind() == Access.Kind.WRITE)
                .isEqualTo(operation.name().endsWith("W"));
        assertThat(operation.access().privileged()).isEqualTo(!operation.name().contains("E0"));
        assertThat(operation.bothStages()).isEqualTo(operation.name().startsWith("S12"));
        assertThat(operation.regime()).isEqualTo(operation.name().contains("E2") ? Regime.EL2 : Regime.EL10);
    }

    @Test
    void encodingsThatAreNotAllocatedAreNoOperation() {
        assertThat(TlbiOperation.of(SystemOperation.encode(1, 0, 8, 7, 4))).isNull();
        assertThat(AtOperation.of(SystemOperation.encode(1, 4, 7, 8, 2))).isNull();
    }

    @Test
    void everyLocalOperationHasAnInnerShareableForm() {
        for (TlbiOperation operation : TlbiOperation.values()) {
            TlbiOperation shared = operation.innerShareable();
            assertThat(shared.broadcast()).isTrue();
            assertThat(shared.target()).isEqualTo(operation.target());
            assertThat(shared.filter()).isEqualTo(operation.filter());
            assertThat(shared.innerShareable()).isEqualTo(shared);
        }
    }

    @Test
    void operandsNameAsidAndAddress() {
        long operand = 0xabcd_0fff_ffff_f123L;
        assertThat(TlbiOperation.VAE1.asid(operand)).isEqualTo(0xabcd);
        assertThat(TlbiOperation.VAE1.address(operand)).isEqualTo(0xffff_ffff_ff12_3000L);
        assertThat(TlbiOperation.VAE1.address(0x7ff_ffff_f123L)).isEqualTo(0x7f_ffff_ff12_3000L);
        assertThat(TlbiOperation.VAE2.address(operand)).isEqualTo(0xff_ffff_ff12_3000L);
        assertThat(TlbiOperation.VAAE1.asid(operand)).isZero();
        assertThat(TlbiOperation.ASIDE1.asid(operand)).isEqualTo(0xabcd);
        assertThat(TlbiOperation.IPAS2E1.address(-1)).isEqualTo(0xffff_ffff_f000L);
        assertThat(TlbiOperation.VMALLE1.address(operand)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "15, FULL_SYSTEM, true", "14, FULL_SYSTEM, false", "13, FULL_SYSTEM, false", "12, FULL_SYSTEM, true",
        "11, INNER_SHAREABLE, true", "10, INNER_SHAREABLE, false", "9, INNER_SHAREABLE, false", "8, FULL_SYSTEM, true",
        "7, NON_SHAREABLE, true", "6, NON_SHAREABLE, false", "5, NON_SHAREABLE, false", "4, FULL_SYSTEM, true",
        "3, OUTER_SHAREABLE, true", "2, OUTER_SHAREABLE, false", "1, OUTER_SHAREABLE, false", "0, FULL_SYSTEM, true"
    })
    void barrierOptions(int crm, ShareabilityDomain domain, boolean both) {
        assertThat(ShareabilityDomain.ofBarrier(crm)).isEqualTo(domain);
        assertThat(ShareabilityDomain.coversLoadsAndStores(crm)).isEqualTo(both);
    }
}
