package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.event.TranslationListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The TLB operations of AArch32 remove what Table G5-23 says, spelled out over a list of entries. */
class Aarch32TlbiTableTest {
    private static final int SEEDS = Integer.getInteger("tlbsan.tlbi.seeds", 8);
    private static final int WALKS = 60;
    private static final int OPERANDS = 6;
    /** Name, opc1, CRm and opc2. */
    private static final List<String> TABLE = List.of(
            "TLBIALLIS 0 3 0",
            "TLBIMVAIS 0 3 1",
            "TLBIASIDIS 0 3 2",
            "TLBIMVAAIS 0 3 3",
            "TLBIMVALIS 0 3 5",
            "TLBIMVAALIS 0 3 7",
            "ITLBIALL 0 5 0",
            "ITLBIMVA 0 5 1",
            "ITLBIASID 0 5 2",
            "DTLBIALL 0 6 0",
            "DTLBIMVA 0 6 1",
            "DTLBIASID 0 6 2",
            "TLBIALL 0 7 0",
            "TLBIMVA 0 7 1",
            "TLBIASID 0 7 2",
            "TLBIMVAA 0 7 3",
            "TLBIMVAL 0 7 5",
            "TLBIMVAAL 0 7 7",
            "TLBIIPAS2IS 4 0 1",
            "TLBIIPAS2LIS 4 0 5",
            "TLBIALLHIS 4 3 0",
            "TLBIMVAHIS 4 3 1",
            "TLBIALLNSNHIS 4 3 4",
            "TLBIMVALHIS 4 3 5",
            "TLBIIPAS2 4 4 1",
            "TLBIIPAS2L 4 4 5",
            "TLBIALLH 4 7 0",
            "TLBIMVAH 4 7 1",
            "TLBIALLNSNH 4 7 4",
            "TLBIMVALH 4 7 5");

    private static @Nullable TlbiOperation operation(String row, boolean hyp) {
        String[] parts = row.split(" ", -1);
        return TlbiOperation.ofAarch32(
                Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), hyp);
    }

    /** A name without what the machine makes no difference of: whose TLB it is about, and how far it reaches. */
    private static String plain(String row) {
        return row.replaceAll(" .*", "").replaceAll("^[ID]", "").replaceAll("IS$", "");
    }

    @Test
    void everyRowOfTheTableIsAnOperationAndNothingElseIs() {
        Set<String> numbers = new HashSet<>();
        for (String row : TABLE) {
            numbers.add(row.replaceAll("^\\w+ ", ""));
            for (boolean hyp : new boolean[] {false, true}) {
                TlbiOperation operation = requireNonNull(operation(row, hyp), row);
                boolean shareable = row.contains("IS ");
                assertThat(operation.mnemonic(true)).isEqualTo(plain(row) + (shareable ? "IS" : ""));
                assertThat(operation.broadcast()).as(row).isEqualTo(shareable);
            }
        }
        for (int i = 0; i < 8 * 16 * 8; i++) {
            String other = (i >>> 7) + " " + (i >>> 3 & 15) + " " + (i & 7);
            if (!numbers.contains(other)) {
                assertThat(operation("x " + other, true)).as(other).isNull();
                assertThat(operation("x " + other, false)).as(other).isNull();
            }
        }
    }

    @Test
    void everyOperationRemovesWhatTheTableSays() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            var machine = new Machine(seed);
            for (String row : TABLE) {
                for (boolean hyp : new boolean[] {false, true}) {
                    for (int i = 0; i < OPERANDS; i++) {
                        machine.check(row, hyp, seen);
                    }
                }
            }
        }
        for (String row : TABLE) {
            String name = plain(row);
            assertThat(seen)
                    .contains(name + " at PL1 removes", name + " at PL1 keeps")
                    .contains(name + " in Hyp mode removes", name + " in Hyp mode keeps");
        }
    }

    /** A few address spaces of both formats and of Hyp mode, and TLBs filled from them. */
    private static final class Machine {
        private final String name;
        private final SplittableRandom random;
        private final InnerShareableDomain domain;
        private final List<WalkContext> contexts = new ArrayList<>();
        private final long[] addresses = new long[6];
        private final List<TlbEntry> entries = new ArrayList<>();

        Machine(int seed) {
            name = "seed " + seed;
            random = new SplittableRandom(seed);
            var tables = new RandomAarch32Tables(seed, true);
            domain = new InnerShareableDomain(tables.memory());
            domain.addListener(new TranslationListener() {
                @Override
                public void filled(TlbEntry entry) {
                    entries.add(entry);
                }
            });
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = tables.address();
            }
            for (int i = 0; i < 12; i++) {
                Stage1Registers el1 = i % 3 == 0 ? inUpperHalf(tables.hyp()) : tables.stage1();
                var registers = new TranslationRegisters(space(el1), inUpperHalf(tables.hyp()), vm(tables), true);
                Regime regime = i % 4 == 3 ? Regime.EL2 : Regime.EL10;
                contexts.add(new WalkContext(registers, MmuConfiguration.DEFAULT, regime));
            }
        }

        /** Tables of the long format are in the upper half of memory. */
        private static Stage1Registers inUpperHalf(Stage1Registers r) {
            long half = RandomAarch32Tables.RAM_BYTES / 2;
            return new Stage1Registers(
                    r.sctlr() | 1, r.tcr(), r.ttbr0() | half, r.ttbr1() | half, r.mair(), r.dacr(), 0);
        }

        /** One of two ASIDs, in both places where it may be. */
        private Stage1Registers space(Stage1Registers r) {
            long asid = 1L + random.nextInt(2);
            long on = random.nextInt(6) == 0 ? 0 : 1;
            long ttbr0 = r.extendedAddresses() ? r.ttbr0() | asid << 48 : r.ttbr0();
            return new Stage1Registers(
                    (r.sctlr() & ~1) | on, r.tcr() & ~(1 << 22), ttbr0, r.ttbr1(), r.mair(), -1, asid);
        }

        private Stage2Registers vm(RandomAarch32Tables tables) {
            Stage2Registers r = tables.stage2();
            long vmid = 1L + random.nextInt(2);
            return new Stage2Registers(r.hcr() & 1, 1 << 6, (r.vttbr() & 0xffff_f000L) | vmid << 48);
        }

        private RetainingStore fill() {
            entries.clear();
            var store = new RetainingStore();
            var walker = new Walker(domain.memory(), store, new EntryFiller(domain, new TestInitiator()));
            for (int i = 0; i < WALKS; i++) {
                WalkContext context = contexts.get(random.nextInt(contexts.size()));
                long va = addresses[random.nextInt(addresses.length)];
                walker.translate(context, va, Board.READ);
            }
            assertThat(store.size()).isEqualTo(entries.size());
            return store;
        }

        void check(String row, boolean hyp, Set<String> seen) {
            RetainingStore store = fill();
            long rt = operand(row);
            int vmid = 1 + random.nextInt(2);
            TlbiOperation operation = requireNonNull(operation(row, hyp));
            long operand = operation.operandOfAarch32(rt);
            var invalidation = new Invalidation(
                    operation,
                    domain.nextSerial(),
                    vmid,
                    operation.asid(operand),
                    operation.address(operand),
                    new Provenance(0, 0, 0, "", 0, 0, 0, 0));
            int removed = 0;
            for (TlbEntry entry : entries) {
                boolean expected = removes(plain(row), hyp, entry, new Operand(rt, vmid));
                assertThat(invalidation.mustRemove(entry))
                        .as("%s, %s, hyp %s, Rt %x, VMID %d, %s", name, row, hyp, rt, vmid, entry)
                        .isEqualTo(expected);
                removed += expected ? 1 : 0;
                seen.add(plain(row) + (hyp ? " in Hyp mode " : " at PL1 ") + (expected ? "removes" : "keeps"));
            }
            assertThat(store.remove(invalidation)).as("%s, %s", name, row).isEqualTo(removed);
            assertThat(store.size()).isEqualTo(entries.size() - removed);
        }

        /** Mostly for something that is there; with bits that are reserved. */
        private long operand(String row) {
            TlbEntry entry = entries.get(random.nextInt(entries.size()));
            long inside = entry.input() + random.nextLong(1L << entry.sizeBits());
            if (row.contains("IPAS2")) {
                return (inside >>> 12 & 0xfff_ffff) | random.nextLong(16) << 28;
            }
            long asid = random.nextInt(3) | random.nextLong(16) << 8;
            return row.contains("ASID") ? asid : (inside & 0xffff_f000L) | asid;
        }
    }

    /**
     * What an operation works with.
     *
     * @param rt the operand register
     * @param vmid the VMID in effect
     */
    private record Operand(long rt, int vmid) {}

    private static boolean removes(String name, boolean hyp, TlbEntry entry, Operand operand) {
        boolean ofHyp = entry.tags().regime() == Regime.EL2;
        boolean vm = !ofHyp && entry.tags().vmid() == operand.vmid();
        String kind = entry.kind().name();
        boolean second = kind.startsWith("STAGE2");
        boolean last = kind.equals("STAGE1") || kind.equals("COMBINED") || kind.equals("FLAT");
        boolean ownAsid = entry.tags().asid() == (operand.rt() & 0xff);
        boolean here = covers(entry, operand.rt() & 0xffff_f000L);
        boolean hereIpa = covers(entry, (operand.rt() & 0xfff_ffff) << 12);
        return switch (name) {
            case "TLBIALL" -> vm && (hyp || !second);
            case "TLBIMVA" -> vm && !second && here && (entry.global() || ownAsid);
            case "TLBIMVAL" -> vm && last && here && (entry.global() || ownAsid);
            case "TLBIASID" -> vm && !second && !entry.global() && ownAsid;
            case "TLBIMVAA" -> vm && !second && here;
            case "TLBIMVAAL" -> vm && last && here;
            case "TLBIIPAS2" -> vm && second && hereIpa;
            case "TLBIIPAS2L" -> vm && kind.equals("STAGE2") && hereIpa;
            case "TLBIALLNSNH" -> !ofHyp;
            case "TLBIALLH" -> ofHyp;
            case "TLBIMVAH" -> ofHyp && here;
            case "TLBIMVALH" -> ofHyp && last && here;
            default -> throw new AssertionError(name);
        };
    }

    /** A translation by both stages counts as large as its stage 1 part. */
    private static boolean covers(TlbEntry entry, long address) {
        TlbEntry parent = entry.parent();
        TlbEntry sized = entry.kind() == TlbEntry.Kind.COMBINED && parent != null ? parent : entry;
        return address >= sized.input() && address - sized.input() < 1L << sized.sizeBits();
    }
}
