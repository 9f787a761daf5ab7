package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.Invalidation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemInstructionTest {
    private static final int IC_IALLUIS = SystemOperation.encode(1, 0, 7, 1, 0);
    private static final int IC_IALLU = SystemOperation.encode(1, 0, 7, 5, 0);
    private static final int IC_IVAU = SystemOperation.encode(1, 3, 7, 5, 1);
    private static final int DC_IVAC = SystemOperation.encode(1, 0, 7, 6, 1);
    private static final int DC_ZVA = SystemOperation.encode(1, 3, 7, 4, 1);
    private static final int DC_CVAC = SystemOperation.encode(1, 3, 7, 10, 1);
    private static final int DSB = 0;
    private static final int DMB = 1;
    private static final int ISB = 2;
    private static final long TABLE = TestRam.BASE + 0x1000;
    private static final long DATA = TestRam.BASE + 0x5040;
    private static final long VALID_BLOCK = 0b01 | 1 << 10;
    private static final long USER = 1 << 6;
    private static final long READ_ONLY = 1 << 7;

    private final TestPe test = TestPe.withEl2();
    private final List<String> heard = new ArrayList<>();

    SystemInstructionTest() {
        test.cluster.domain().addListener(new TranslationListener() {
            @Override
            public void invalidationIssued(Invalidation invalidation) {
                heard.add(invalidation.operation().name());
            }

            @Override
            public void invalidationCompleted(Invalidation invalidation, int pe, int removed) {
                heard.add("done on " + pe);
            }
        });
        test.pe.addListener(new PeListener() {
            @Override
            public void instructionsChanged() {
                heard.add("instructions");
            }
        });
    }

    private void barrier(int kind, int crm) {
        test.pe.barrier(kind << 4 | crm);
    }

    /** Maps the gigabyte of RAM at EL1&0 by one block, flat, Normal memory. */
    private void mapRam(long permissions) {
        test.ram.write(TABLE + 8, 8, TestRam.BASE | VALID_BLOCK | permissions);
        test.with(SystemRegister.TTBR0_EL1, TABLE)
                .with(SystemRegister.TCR_EL1, 25)
                .with(SystemRegister.MAIR_EL1, 0xff)
                .with(SystemRegister.SCTLR_EL1, 1 | 1 << 14 | 1 << 26);
    }

    @Test
    void barrierKindsAreEncodedInTheOrderThatTheTestsAssume() {
        assertThat(Barrier.of(DSB << 4).kind()).isEqualTo(Barrier.Kind.DSB);
        assertThat(Barrier.of(DMB << 4).kind()).isEqualTo(Barrier.Kind.DMB);
        assertThat(Barrier.of(ISB << 4).kind()).isEqualTo(Barrier.Kind.ISB);
    }

    @Test
    void everyInvalidationReachesTheMmu() {
        for (TlbiOperation operation : TlbiOperation.values()) {
            heard.clear();
            test.pe.system(operation.encoding(), 0);
            assertThat(heard).containsExactly(operation.name());
        }
    }

    @Test
    void forcedBroadcastWidensTheInvalidationsOfEl1Only() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.FB).at(1);
        test.pe.system(TlbiOperation.VMALLE1.encoding(), 0);
        test.pe.system(TlbiOperation.VAE1IS.encoding(), 0);
        test.at(2);
        test.pe.system(TlbiOperation.VMALLE1.encoding(), 0);
        assertThat(heard).containsExactly("VMALLE1IS", "VAE1IS", "VMALLE1");
    }

    @Test
    void anInvalidationCompletesOnItsOwnElementAfterBarrierAndSynchronization() {
        test.pe.system(TlbiOperation.VMALLE1.encoding(), 0);
        barrier(ISB, 15);
        barrier(DMB, 15);
        assertThat(heard).containsExactly("VMALLE1");
        barrier(DSB, 0b0111);
        assertThat(heard).containsExactly("VMALLE1");
        barrier(ISB, 15);
        assertThat(heard).containsExactly("VMALLE1", "done on 0");
    }

    @Test
    void exceptionEntryAndReturnSynchronizeToo() {
        test.at(1);
        test.pe.system(TlbiOperation.VMALLE1.encoding(), 0);
        barrier(DSB, 15);
        test.faults(() -> test.pe.raise(ExceptionCause.SVC.encode(0)));
        assertThat(heard).containsExactly("VMALLE1", "done on 0");
        test.pe.system(TlbiOperation.VMALLE1.encoding(), 0);
        barrier(DSB, 15);
        test.pe.exceptionReturn();
        assertThat(heard).containsExactly("VMALLE1", "done on 0", "VMALLE1", "done on 0");
    }

    @ParameterizedTest(name = "BSU {0} at EL{1}: {2}")
    @CsvSource({"0, 1, false", "1, 1, true", "2, 1, true", "3, 1, true", "1, 2, false"})
    void barriersOfEl1AreAtLeastAsWideAsEl2Says(long bsu, int el, boolean completes) {
        test.with(SystemRegister.HCR_EL2, bsu << HcrEl2.BSU_SHIFT).at(el);
        var other = new ProcessingElement(PeConfiguration.withEl2(1), test.cluster);
        test.pe.system(TlbiOperation.VMALLE1IS.encoding(), 0);
        int nonShareable = 0b0111;
        barrier(DSB, nonShareable);
        assertThat(heard.contains("done on " + other.index())).isEqualTo(completes);
    }

    @Test
    void translationRegisterWritesTakeEffectAtSynchronization() {
        mapRam(0);
        test.pe.write(SystemRegister.TTBR0_EL1, TABLE + 0x1000);
        assertThat(test.pe.mmu().registers().el1().ttbr0()).isEqualTo(TABLE);
        assertThat(test.pe.read(SystemRegister.TTBR0_EL1)).isEqualTo(TABLE + 0x1000);
        barrier(ISB, 15);
        assertThat(test.pe.mmu().registers().el1().ttbr0()).isEqualTo(TABLE + 0x1000);
    }

    @Test
    void instructionCacheInvalidationsAreToldToEngines() {
        test.pe.system(IC_IALLU, 0);
        test.pe.system(IC_IALLUIS, 0);
        test.pe.system(IC_IVAU, DATA);
        assertThat(heard).containsExactly("instructions", "instructions", "instructions");
    }

    @Test
    void maintenanceByAddressNeedsATranslation() {
        mapRam(USER);
        test.at(1);
        assertThat(test.outcomeOf(() -> test.pe.system(DC_CVAC, DATA))).isEqualTo("ok");
        assertThat(test.outcomeOf(() -> test.pe.system(DC_CVAC, 0x5040))).isEqualTo("1:96000145:0");
        assertThat(test.get(SystemRegister.FAR_EL1)).isEqualTo(0x5040);
        assertThat(test.outcomeOf(() -> test.pe.system(IC_IVAU, 0x5040))).isEqualTo("1:96000145:0");
    }

    @Test
    void maintenanceByAddressNeedsToReadOnlyAtEl0() {
        mapRam(0);
        test.at(1);
        assertThat(test.outcomeOf(() -> test.pe.system(DC_CVAC, DATA))).isEqualTo("ok");
        test.at(0);
        assertThat(test.outcomeOf(() -> test.pe.system(DC_CVAC, DATA))).isEqualTo("1:9200014d:0");
    }

    @Test
    void invalidationByAddressNeedsToWrite() {
        mapRam(READ_ONLY);
        test.at(1);
        assertThat(test.outcomeOf(() -> test.pe.system(DC_CVAC, DATA))).isEqualTo("ok");
        assertThat(test.outcomeOf(() -> test.pe.system(DC_IVAC, DATA))).isEqualTo("1:9600014d:0");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63})
    void zeroingClearsTheAlignedBlock(long offset) {
        mapRam(USER);
        for (long n = -8; n < 72; n += 8) {
            test.ram.write(DATA + n, 8, -1);
        }
        test.at(0);
        assertThat(test.outcomeOf(() -> test.pe.system(DC_ZVA, DATA + offset))).isEqualTo("ok");
        for (long n = -8; n < 72; n += 8) {
            assertThat(test.ram.read(DATA + n, 8)).isEqualTo(n < 0 || n >= 64 ? -1 : 0);
        }
    }

    @Test
    void addressTranslationReportsInItsRegister() {
        mapRam(READ_ONLY);
        test.at(1);
        test.pe.system(AtOperation.S1E1R.encoding(), DATA);
        assertThat(test.pe.read(SystemRegister.PAR_EL1) & 0xffff_ffff_f001L).isEqualTo(DATA & ~0xfffL);
        test.pe.system(AtOperation.S1E1W.encoding(), DATA);
        assertThat(test.pe.read(SystemRegister.PAR_EL1) & 0x7f).isEqualTo(0x1b);
    }

    @Test
    void encodingsWithoutAnOperationAreUndefined() {
        for (int encoding : new int[] {
            SystemOperation.encode(1, 0, 8, 7, 4),
            SystemOperation.encode(1, 0, 7, 8, 4),
            SystemOperation.encode(1, 3, 7, 10, 2),
            SystemOperation.encode(1, 0, 9, 0, 0),
        }) {
            test.at(2);
            assertThat(test.outcomeOf(() -> test.pe.system(encoding, 0))).isEqualTo("2:2000000:0");
        }
    }
}
