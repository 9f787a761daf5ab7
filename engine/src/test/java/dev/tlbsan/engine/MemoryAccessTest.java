package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.SystemRegister;

/** Loads and stores: sizes, alignment, pages, devices, faults. */
class MemoryAccessTest {
    private static final long DATA = TestMachine.DATA;
    private static final long PAGED_DATA = TestMachine.PAGED + DATA - TestMemory.RAM_BASE;
    private static final long VALUE = 0x8899_aabb_ccdd_eeffL;
    private static final int ALIGNMENT_FAULT = 0x21;

    private static TestMachine machine(EngineKind kind) {
        var machine = new TestMachine(kind).withMmu();
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.programAt(TestMachine.VECTORS + 0x200, "wfi");
        return machine.x(1, DATA);
    }

    private static long esr(TestMachine machine) {
        return machine.pe.read(SystemRegister.ESR_EL1);
    }

    private static void assertDataAbort(TestMachine machine, int statusCode, boolean write, long far) {
        assertThat(esr(machine)).isEqualTo(0x25L << 26 | 1 << 25 | (write ? 1 << 6 : 0) | statusCode);
        assertThat(machine.pe.read(SystemRegister.FAR_EL1)).isEqualTo(far);
    }

    @EveryEngine
    void loadsExtendWhatTheyRead(EngineKind kind) {
        var machine = machine(kind);
        machine.write(DATA, VALUE);
        machine.program("""
                ldrb w2, [x1]; ldrh w3, [x1]; ldr w4, [x1]; ldr x5, [x1]
                ldrsb w6, [x1]; ldrsb x7, [x1]; ldrsh w8, [x1]; ldrsh x9, [x1]; ldrsw x10, [x1]
                wfi
                """);
        assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
        long[] expected = {
            0xff, 0xeeff, 0xccdd_eeffL, VALUE, 0xffff_ffffL, -1, 0xffff_eeffL, (short) 0xeeff, (int) VALUE
        };
        for (int n = 0; n < expected.length; n++) {
            assertThat(machine.x(n + 2)).as("X" + (n + 2)).isEqualTo(expected[n]);
        }
    }

    @EveryEngine
    void storesWriteNoMoreThanTheirSize(EngineKind kind) {
        var machine = machine(kind).x(2, VALUE);
        machine.program("strb w2, [x1]; strh w2, [x1, #8]; str w2, [x1, #16]; str x2, [x1, #24]; wfi");
        for (int n = 0; n < 4; n++) {
            machine.write(DATA + 8L * n, -1);
        }
        machine.run(100);
        assertThat(machine.read(DATA)).isEqualTo(0xffL | -1L << 8);
        assertThat(machine.read(DATA + 8)).isEqualTo(0xeeffL | -1L << 16);
        assertThat(machine.read(DATA + 16)).isEqualTo(0xccdd_eeffL | -1L << 32);
        assertThat(machine.read(DATA + 24)).isEqualTo(VALUE);
    }

    @EveryEngine
    void unalignedAccessesToNormalMemoryWorkWithinAPageAndAcrossTwo(EngineKind kind) {
        for (int offset = 0; offset < 16; offset++) {
            long va = DATA + 4096 - 8 + offset;
            var machine =
                    machine(kind).x(1, va).x(2, VALUE).program("str x2, [x1]; ldr x3, [x1]; ldr w4, [x1, #3]; wfi");
            assertThat(machine.run(100)).isEqualTo(Exit.WAITING);
            assertThat(machine.x(3)).as("offset " + offset).isEqualTo(VALUE);
            assertThat(machine.x(4)).as("offset " + offset).isEqualTo((VALUE >>> 24) & 0xffff_ffffL);
            assertThat(machine.memory.read(va, 1)).isEqualTo(0xff);
            assertThat(machine.memory.read(va + 7, 1)).isEqualTo(0x88);
        }
    }

    @EveryEngine
    void anAccessThatCrossesIntoAnUnmappedPageReportsThatPageAndWritesNothing(EngineKind kind) {
        var machine = machine(kind);
        long boundary = PAGED_DATA + 4096;
        machine.write(TestMachine.descriptor(boundary), 0);
        machine.x(1, boundary - 4).x(2, -1).program("str x2, [x1]; wfi");
        machine.run(100);
        assertDataAbort(machine, 0b000111, true, boundary);
        assertThat(machine.read(DATA + 4096 - 8)).isZero();
    }

    @EveryEngine
    void accessesAcrossPagesGoToTheirOwnPhysicalPages(EngineKind kind) {
        var machine = machine(kind);
        long boundary = PAGED_DATA + 4096;
        long elsewhere = DATA + 0x8000;
        long descriptor = machine.read(TestMachine.descriptor(boundary));
        machine.write(TestMachine.descriptor(boundary), descriptor - (DATA + 4096) + elsewhere);
        machine.x(1, boundary - 3).x(2, VALUE).program("str x2, [x1]; ldr x3, [x1]; wfi");
        machine.run(100);
        assertThat(machine.x(3)).isEqualTo(VALUE);
        assertThat(machine.read(DATA + 4096 - 8)).isEqualTo(VALUE << 40);
        assertThat(machine.read(elsewhere)).isEqualTo(VALUE >>> 24);
    }

    @EveryEngine
    void alignmentIsCheckedWhereSctlrSaysSo(EngineKind kind) {
        var machine = machine(kind);
        machine.pe.write(SystemRegister.SCTLR_EL1, machine.pe.read(SystemRegister.SCTLR_EL1) | 2);
        machine.pe.mmu().contextSynchronization();
        machine.program("str x2, [x1]; ldr x3, [x1]; ldr x3, [x1, #8]; str x2, [x1, #8]; ldur x3, [x1, #1]; wfi");
        machine.run(100);
        assertDataAbort(machine, ALIGNMENT_FAULT, false, DATA + 1);
        assertThat(machine.pe.read(SystemRegister.ELR_EL1)).isEqualTo(TestMachine.CODE + 16);
    }

    @EveryEngine
    void alignmentIsCheckedWithTheMmuOff(EngineKind kind) {
        var machine = new TestMachine(kind);
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.x(1, DATA).programAt(TestMachine.VECTORS + 0x200, "wfi");
        machine.program("str x1, [x1]; ldr x2, [x1]; str x1, [x1]; stur w1, [x1, #2]; wfi");
        machine.run(100);
        assertDataAbort(machine, ALIGNMENT_FAULT, true, DATA + 2);
        assertThat(machine.x(2)).isEqualTo(DATA);
    }

    @EveryEngine
    void orderedAndExclusiveAccessesMustBeAligned(EngineKind kind) {
        for (String access : new String[] {"ldar x2, [x1]", "ldxr x2, [x1]", "ldxp w2, w3, [x1]"}) {
            var machine = machine(kind).x(1, DATA + 4).program(access + "; wfi");
            machine.run(100);
            assertDataAbort(machine, ALIGNMENT_FAULT, false, DATA + 4);
        }
        for (String access : new String[] {"stlr x2, [x1]", "stxr w4, x2, [x1]", "stxp w4, w2, w3, [x1]"}) {
            var machine = machine(kind).x(1, DATA + 4).program(access + "; wfi");
            machine.run(100);
            assertDataAbort(machine, ALIGNMENT_FAULT, true, DATA + 4);
        }
    }

    @EveryEngine
    void deviceAccessesReachTheDeviceOnceEach(EngineKind kind) {
        var machine = machine(kind).x(1, TestMemory.DEVICE_BASE).x(2, 0x41);
        machine.program("strb w2, [x1]; ldr w3, [x1, #0x20]; ldrh w4, [x1, #6]; ldrsb x5, [x1, #15]; wfi");
        machine.run(100);
        assertThat(machine.memory.deviceAccesses)
                .containsExactly("write8 9000000 41", "read32 9000020", "read16 9000006", "read8 900000f");
        assertThat(machine.x(3)).isEqualTo(0x220);
        assertThat(machine.x(5)).isEqualTo(-1);
    }

    @EveryEngine
    void anUnalignedDeviceAccessFaultsBeforeItReachesTheDevice(EngineKind kind) {
        var machine = machine(kind).x(1, TestMemory.DEVICE_BASE).program("ldr w3, [x1, #2]; wfi");
        machine.program("ldur w3, [x1, #2]; wfi").run(100);
        assertDataAbort(machine, ALIGNMENT_FAULT, false, TestMemory.DEVICE_BASE + 2);
        assertThat(machine.memory.deviceAccesses).isEmpty();
    }

    @EveryEngine
    void nothingAnswersWithAnExternalAbort(EngineKind kind) {
        var machine = machine(kind).x(1, TestMemory.DEVICE_BASE + 0x1000).program("ldr w3, [x1]; wfi");
        machine.run(100);
        assertDataAbort(machine, 0b010000, false, TestMemory.DEVICE_BASE + 0x1000);
    }

    @EveryEngine
    void zeroingClearsTheBlockAroundTheAddress(EngineKind kind) {
        var machine = machine(kind).x(1, DATA + 64 + 17);
        for (int n = 0; n < 24; n++) {
            machine.write(DATA + 8L * n, -1);
        }
        machine.program("dc zva, x1; wfi").run(100);
        for (int n = 0; n < 24; n++) {
            assertThat(machine.read(DATA + 8L * n)).isEqualTo(n >= 8 && n < 16 ? 0 : -1);
        }
    }

    @EveryEngine
    void unprivilegedAccessesHaveThePermissionsOfEl0(EngineKind kind) {
        var machine = machine(kind);
        machine.write(TestMachine.descriptor(PAGED_DATA), DATA | 3 | 1 << 10 | 3 << 8);
        machine.x(1, PAGED_DATA).program("ldr x2, [x1]; ldtr x2, [x1]; wfi").run(100);
        assertDataAbort(machine, 0b001111, false, PAGED_DATA);
        machine = machine(kind);
        machine.write(TestMachine.descriptor(PAGED_DATA), DATA | 3 | 1 << 10 | 3 << 8 | 1 << 6);
        machine.write(DATA, 5);
        machine.x(1, PAGED_DATA)
                .program("ldtr x2, [x1]; sttr x1, [x1]; ldtr x3, [x1]; wfi")
                .run(100);
        assertThat(machine.x(2)).isEqualTo(5);
        assertThat(machine.x(3)).isEqualTo(PAGED_DATA);
    }

    @EveryEngine
    void aStage2AbortDescribesTheTransfer(EngineKind kind) {
        assertThat(stage2Syndrome(kind, "ldrsh x7, [x1]"))
                .isEqualTo(1 << 24 | 1 << 22 | 1 << 21 | 7 << 16 | 1 << 15 | 0b000101);
        assertThat(stage2Syndrome(kind, "str w3, [x1]")).isEqualTo(1 << 24 | 2 << 22 | 3 << 16 | 1 << 6 | 0b000101);
        assertThat(stage2Syndrome(kind, "stlr xzr, [x1]"))
                .isEqualTo(1 << 24 | 3 << 22 | 31 << 16 | 1 << 15 | 1 << 14 | 1 << 6 | 0b000101);
        assertThat(stage2Syndrome(kind, "ldr x7, [x1], #8")).isEqualTo(0b000101);
        assertThat(stage2Syndrome(kind, "ldp x7, x8, [x1]")).isEqualTo(0b000101);
    }

    /** ESR_EL2.ISS after a guest at EL1 accessed what stage 2 does not map. */
    private static long stage2Syndrome(EngineKind kind, String access) {
        var machine = new TestMachine(kind, PeConfiguration.withEl2(0));
        var pe = machine.pe;
        long table = TestMachine.TABLES;
        machine.program(access + "; wfi").x(1, 0x3456_7000L);
        machine.write(table + 8, TestMemory.RAM_BASE | 1 | 1 << 10 | 3 << 8 | 0xf << 2 | 3 << 6);
        pe.hypervisorAttached(true);
        pe.write(SystemRegister.VTCR_EL2, 1L << 31 | 25 | 1 << 6 | 5 << 16);
        pe.write(SystemRegister.VTTBR_EL2, table);
        pe.write(SystemRegister.HCR_EL2, 1L << 31 | 1);
        pe.write(SystemRegister.SPSR_EL2, 0x3c5);
        pe.write(SystemRegister.ELR_EL2, TestMachine.CODE);
        pe.exceptionReturn();
        assertThat(machine.run(1)).isEqualTo(Exit.EL2);
        assertThat(pe.read(SystemRegister.ESR_EL2) >>> 25).isEqualTo(0x24 << 1 | 1);
        assertThat(pe.read(SystemRegister.HPFAR_EL2)).isEqualTo(0x3456_7000L >>> 8);
        return pe.read(SystemRegister.ESR_EL2) & 0x1ff_ffff;
    }
}
