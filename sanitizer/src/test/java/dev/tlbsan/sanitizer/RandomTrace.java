package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.InnerShareableDomain;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.Stage2Registers;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import java.util.List;
import java.util.Random;

/**
 * Two processing elements that do what a seed says to few tables and few addresses: random edits, TLBIs, barriers,
 * context switches and accesses. Any table may be used at any level. Addresses have 39 bits in both stages, which makes
 * three levels; only the first two or eight descriptors of a table matter.
 */
final class RandomTrace {
    /** T0SZ and T1SZ 25, TG1 4 KiB, 48-bit outputs, 16-bit ASIDs. */
    private static final long TCR = 25 | 25 << 16 | 2L << 30 | 5L << 32 | 1L << 36;

    private static final long TCR_EL2 = 25 | 5 << 16;
    /** T0SZ 25, SL0 for level 1, 48-bit outputs, 16-bit VMIDs. */
    private static final long VTCR = 25 | 1 << 6 | 5 << 16 | 1 << 19;

    private static final int TABLES = 6;
    private static final long UPPER = -1L << 39;
    private static final List<ShareabilityDomain> SCOPES = List.of(ShareabilityDomain.values());
    private static final List<TlbiOperation> TLBIS = List.of(TlbiOperation.values());
    private static final List<AtOperation> ATS = List.of(AtOperation.values());

    private final Random random;
    final TestMemory memory = new TestMemory();
    final InnerShareableDomain domain = new InnerShareableDomain(memory);
    final List<TestPe> pes = List.of(new TestPe(0, domain), new TestPe(1, domain));
    private final TranslationRegisters[] effective = {TranslationRegisters.OFF, TranslationRegisters.OFF};

    RandomTrace(long seed) {
        random = new Random(seed);
        for (int table = 0; table < TABLES; table++) {
            for (int index = 0; index < 8; index++) {
                memory.write(stage1Table(table) + 8L * index, 8, likelyStage1(table));
                memory.write(stage2Table(table) + 8L * index, 8, likelyStage2(table, index));
            }
        }
        for (TestPe pe : pes) {
            switchContext(pe);
            synchronise(pe);
        }
    }

    /** The registers in effect on a processing element. */
    TranslationRegisters effective(int pe) {
        return effective[pe];
    }

    /** Does one thing; true if it was an access. */
    boolean step() {
        TestPe pe = pes.get(random.nextInt(2));
        int choice = random.nextInt(100);
        if (choice < 45) {
            access(pe);
            return true;
        }
        if (choice < 62) {
            edit();
        } else if (choice < 74) {
            switchContext(pe);
        } else if (choice < 83) {
            pe.tlbi(TLBIS.get(random.nextInt(TLBIS.size())), operand(pe));
        } else if (choice < 88) {
            pe.dsb(SCOPES.get(random.nextInt(SCOPES.size())));
        } else if (choice < 95) {
            synchronise(pe);
        } else {
            pe.mmu().addressTranslate(ATS.get(random.nextInt(ATS.size())), address());
        }
        return false;
    }

    private void access(TestPe pe) {
        Access.Kind kind = Access.Kind.values()[random.nextInt(3)];
        pe.as("vcpu" + random.nextInt(3), 0x1000L * random.nextInt(3)).access(kind, address());
    }

    /** A virtual address of one of eight pages, or of as many in the upper range. */
    private long address() {
        long va = page() | random.nextInt(512) * 8L;
        return random.nextInt(4) == 0 ? UPPER | va : va;
    }

    /** One of the eight pages whose indexes are 0 or 1 at each level. */
    private long page() {
        return (long) random.nextInt(2) << 30 | (long) random.nextInt(2) << 21 | (long) random.nextInt(2) << 12;
    }

    private long operand(TestPe pe) {
        boolean present = random.nextBoolean();
        long asid = present ? pe.programmed().el1().ttbr0() >>> 48 : 1L + random.nextInt(2);
        return asid << 48 | (address() >>> 12 & (1L << 44) - 1);
    }

    static long stage1Table(int number) {
        return TestMemory.BASE + 0x1000L * number;
    }

    private static long stage2Table(int number) {
        return TestMemory.BASE + 0x1000L * (8 + number);
    }

    private void switchContext(TestPe pe) {
        TranslationRegisters registers = pe.programmed();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> registers = registers.withEl1(stage1());
            case 3, 4 -> registers = registers.withStage2(stage2());
            case 5 -> registers = registers.withEl1(stage1()).withStage2(stage2());
            case 6 -> registers = registers.withEl2(new Stage1Registers(1, TCR_EL2, root(), 0, 0xff));
            default -> pe.regime(random.nextInt(3) == 0 ? Regime.EL2 : Regime.EL10);
        }
        pe.program(registers);
        if (random.nextInt(8) != 0) {
            synchronise(pe);
        }
    }

    private void synchronise(TestPe pe) {
        pe.isb();
        effective[pe.index()] = pe.programmed();
    }

    private Stage1Registers stage1() {
        long sctlr = random.nextInt(8) == 0 ? 0 : 1;
        long asid = 1L + random.nextInt(2);
        return new Stage1Registers(sctlr, TCR, asid << 48 | root(), root(), 0xff);
    }

    private Stage2Registers stage2() {
        long hcr = random.nextInt(5) == 0 ? 0 : 1;
        long vmid = 1L + random.nextInt(2);
        return new Stage2Registers(hcr, VTCR, vmid << 48 | stage2Table(random.nextInt(4) == 0 ? 3 : 0));
    }

    private long root() {
        return stage1Table(random.nextInt(3) == 0 ? 3 : 0);
    }

    private void edit() {
        boolean first = random.nextBoolean();
        int table = random.nextInt(TABLES);
        int index = random.nextInt(first ? 2 : 8);
        long at = (first ? stage1Table(table) : stage2Table(table)) + 8L * index;
        long before = memory.read(at, 8);
        long after = switch (random.nextInt(6)) {
            case 0 -> before ^ 1;
            case 1 -> before ^ Tables.ACCESSED;
            case 2 -> before ^ (first ? Tables.READ_ONLY : Tables.STAGE2_WRITE);
            case 3 -> first ? likelyStage1(table) : likelyStage2(table, index);
            case 4 -> (before & ~Tables.ADDRESS) | anywhere();
            default -> anywhere() | random.nextInt(4) | (random.nextLong() & 0xfc0) | (long) random.nextInt(4) << 53;
        };
        memory.write(at, 8, after);
    }

    private long anywhere() {
        return switch (random.nextInt(4)) {
            case 0 -> page();
            case 1 -> stage1Table(random.nextInt(8));
            case 2 -> stage2Table(random.nextInt(8));
            default -> 0x40_0000_0000L | page();
        };
    }

    /** Tables 0, 1, 2 and 3, 4, 5 are levels 1, 2, 3. */
    private long likelyStage1(int table) {
        if (table % 3 < 2) {
            return stage1Table(random.nextInt(6) == 0 ? random.nextInt(TABLES) : table + 1) | Tables.TABLE;
        }
        return page() | (random.nextInt(3) == 0 ? Tables.PAGE & ~Tables.NON_GLOBAL : Tables.PAGE);
    }

    /** The tables of stage 1 mostly stay where they are. */
    private long likelyStage2(int table, int index) {
        if (table % 3 < 2) {
            return stage2Table(random.nextInt(8) == 0 ? random.nextInt(TABLES) : table + 1) | Tables.TABLE;
        }
        return (random.nextInt(8) == 0 ? anywhere() : stage1Table(index)) | Tables.PAGE2;
    }
}
