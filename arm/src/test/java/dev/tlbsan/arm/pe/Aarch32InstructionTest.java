package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.mmu.Invalidation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Aarch32InstructionTest {
    private static final int CP15_ISB = Aarch32Operation.register(15, 0, 7, 5, 4);
    private static final int CP15_DSB = Aarch32Operation.register(15, 0, 7, 10, 4);
    private static final int ICIALLU = Aarch32Operation.register(15, 0, 7, 5, 0);
    private static final int ICIMVAU = Aarch32Operation.register(15, 0, 7, 5, 1);
    private static final int DCCMVAC = Aarch32Operation.register(15, 0, 7, 10, 1);
    private static final int BPIALL = Aarch32Operation.register(15, 0, 7, 5, 6);
    private static final int ATS1CPR = Aarch32Operation.register(15, 0, 7, 8, 0);
    private static final int TLBIALL = Aarch32Operation.register(15, 0, 8, 7, 0);

    private final Aarch32TestPe test = Aarch32TestPe.withEl2();
    private final List<String> heard = new ArrayList<>();

    Aarch32InstructionTest() {
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

    private void mcr(int encoding, long operand) {
        test.pe.writeSystemRegister(encoding, operand);
    }

    /** Stage 2 on, with a table in which nothing is valid. */
    private void stage2Off() {
        test.with(Aarch32Register.VTCR, 1 << 6)
                .with(Aarch32Register.VTTBR, TestRam.BASE + 0x1000)
                .with(Aarch32Register.HCR, HcrEl2.VM);
    }

    /** Opc1, CRm and opc2, and what the operation does at PL1 and in Hyp mode (DDI 0487, Table G5-23). */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 0, VMALLE1IS, VMALLS12E1IS",
        "0, 3, 1, VAE1IS, VAE1IS",
        "0, 3, 2, ASIDE1IS, ASIDE1IS",
        "0, 3, 3, VAAE1IS, VAAE1IS",
        "0, 5, 0, VMALLE1, VMALLS12E1",
        "0, 6, 1, VAE1, VAE1",
        "0, 6, 2, ASIDE1, ASIDE1",
        "0, 7, 0, VMALLE1, VMALLS12E1",
        "0, 7, 1, VAE1, VAE1",
        "0, 7, 2, ASIDE1, ASIDE1",
        "0, 7, 3, VAAE1, VAAE1",
        "4, 3, 0, , ALLE2IS",
        "4, 3, 1, , VAE2IS",
        "4, 3, 4, , ALLE1IS",
        "4, 7, 0, , ALLE2",
        "4, 7, 1, , VAE2",
        "4, 7, 4, , ALLE1",
        "4, 7, 6, , ",
        "0, 7, 4, , ",
        "0, 6, 3, , ",
    })
    void tlbMaintenanceReachesTheMmu(int opc1, int crm, int opc2, String pl1, String hyp) {
        int encoding = Aarch32Operation.register(15, opc1, 8, crm, opc2);
        assertThat(test.faults(() -> mcr(encoding, 0))).isEqualTo(hyp == null);
        test.reset();
        test.at(Aarch32Mode.SUPERVISOR);
        assertThat(test.faults(() -> mcr(encoding, 0))).isEqualTo(pl1 == null);
        List<String> expected = new ArrayList<>();
        if (hyp != null) {
            expected.add(hyp);
        }
        if (pl1 != null) {
            expected.add(pl1);
        }
        assertThat(heard).isEqualTo(expected);
    }

    @Test
    void forcedBroadcastWidensTheInvalidationsOfPl1() {
        test.with(Aarch32Register.HCR, HcrEl2.FB).at(Aarch32Mode.SUPERVISOR);
        mcr(TLBIALL, 0);
        assertThat(heard).containsExactly("VMALLE1IS");
    }

    @Test
    void barriersByCoprocessorCompleteInvalidations() {
        mcr(TLBIALL, 0);
        mcr(CP15_ISB, 0);
        mcr(CP15_DSB, 0);
        assertThat(heard).containsExactly("VMALLS12E1");
        mcr(CP15_ISB, 0);
        assertThat(heard).containsExactly("VMALLS12E1", "done on 0");
    }

    @Test
    void barriersByInstructionDoToo() {
        mcr(TLBIALL, 0);
        test.pe.barrier(new Barrier(Barrier.Kind.DSB, 0b0111).encode());
        test.pe.barrier(new Barrier(Barrier.Kind.ISB, 15).encode());
        assertThat(heard).containsExactly("VMALLS12E1", "done on 0");
    }

    @Test
    void instructionCacheMaintenanceIsTold() {
        mcr(ICIALLU, 0);
        mcr(ICIMVAU, 0x1000);
        mcr(BPIALL, 0);
        assertThat(heard).containsExactly("instructions", "instructions");
    }

    @Test
    void cacheMaintenanceByAddressFaultsAsAWriteThatIsMaintenance() {
        stage2Off();
        test.at(Aarch32Mode.SUPERVISOR);
        assertThat(test.faults(() -> mcr(DCCMVAC, 0x4000_1040L))).isTrue();
        assertThat(test.get(Aarch32Register.HSR)).isEqualTo(0x9000_0145L);
        assertThat(test.get(Aarch32Register.HDFAR)).isEqualTo(0x4000_1040L);
        assertThat(test.get(Aarch32Register.HPFAR)).isEqualTo(0x40_0010L);
    }

    /** Default cacheability or none, MemAttr of stage 2, the level that takes the fault of a misaligned access, its syndrome. */
    @ParameterizedTest
    @CsvSource({"true, 1, 2, 90000021", "false, 1, 1, 1", "false, 15, 1, 1", "true, 15, 0, 0"})
    void misalignedAccessesToDeviceMemoryAreFaultsOfTheStageThatMakesItSo(
            boolean cacheable, int memAttr, int taker, String syndrome) {
        test.ram.write(TestRam.BASE + 0x1008, 8, TestRam.BASE | 1 << 10 | 3 << 6 | memAttr << 2 | 1);
        stage2Off();
        test.with(Aarch32Register.HCR, HcrEl2.VM | (cacheable ? HcrEl2.DC : 0)).at(Aarch32Mode.SUPERVISOR);
        boolean faults = test.faults(() -> test.pe.dataAccess().load(TestRam.BASE + 0x2001, 4));
        assertThat(faults).isEqualTo(taker != 0);
        Aarch32Register status = taker == 2 ? Aarch32Register.HSR : Aarch32Register.DFSR;
        assertThat(test.get(status)).isEqualTo(Long.parseLong(syndrome, 16));
    }

    @Test
    void addressTranslationWritesPar() {
        test.with(Aarch32Register.TTBCR, 1L << 31).at(Aarch32Mode.SUPERVISOR);
        mcr(ATS1CPR, 0x1234_5678);
        assertThat(test.pe.read(Aarch32Register.PAR) & 0xff_ffff_f001L).isEqualTo(0x1234_5000);
        test.reset();
        stage2Off();
        mcr(Aarch32Operation.register(15, 0, 7, 8, 4), 0x1234_5678);
        assertThat(test.pe.read(Aarch32Register.PAR) & 0x27f).isEqualTo(1 | 0b000101 << 1 | 1 << 9);
    }

    @Test
    void operationsAreNeitherReadNorExecutedInUserMode() {
        for (int encoding : new int[] {TLBIALL, ICIALLU, DCCMVAC, ATS1CPR, BPIALL}) {
            test.reset();
            assertThat(test.faults(() -> test.pe.readSystemRegister(encoding))).isTrue();
            test.reset();
            test.at(Aarch32Mode.USER);
            assertThat(test.faults(() -> mcr(encoding, 0))).isTrue();
            assertThat(test.mode()).isEqualTo(Aarch32Mode.UNDEFINED);
        }
        assertThat(heard).isEmpty();
    }
}
