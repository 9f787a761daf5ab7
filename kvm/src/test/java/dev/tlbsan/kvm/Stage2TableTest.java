package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostMemory;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Arch.class)
class Stage2TableTest {
    private static final long PAGE = 4096;
    private static final long BLOCK = 2 << 20;
    private static final long ATTRIBUTES = 0x7fd;
    private static final long LAST_IPA = (1L << 40) - PAGE;
    private static final List<String> FLUSH_ARM64 = List.of(
            "dsb ishst",
            "msr vttbr_el2",
            "isb",
            "tlbi ipas2e1is",
            "dsb ish",
            "tlbi vmalle1is",
            "dsb ish",
            "isb",
            "msr vttbr_el2",
            "msr elr_el2",
            "msr spsr_el2",
            "eret");
    private static final List<String> FLUSH_ARM = List.of(
            "dsb ishst",
            "mcrr vttbr",
            "isb",
            "mcr tlbiallis",
            "dsb ish",
            "isb",
            "mcrr vttbr",
            "msr elr_hyp",
            "msr spsr_cxsf",
            "eret");

    private final List<String> flush;
    private final TestHost host;
    private final Vm vm;
    private final HostCpu cpu;
    private final Stage2Table table;
    private final long pagesAtFirst;

    Stage2TableTest(Arch arch) {
        flush = arch == Arch.ARM64 ? FLUSH_ARM64 : FLUSH_ARM;
        host = new TestHost(arch, 2);
        vm = host.kvm().createVm(0);
        cpu = host.cpu(0);
        table = vm.stage2();
        pagesAtFirst = host.memory().pagesInUse();
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void map(long ipa, long pa) {
        table.map(vm, cpu, ipa, pa, false);
    }

    private void mapBlock(long ipa, long pa) {
        table.map(vm, cpu, ipa, pa, true);
    }

    /** The descriptors on the way to an address, from level 1 to the leaf or the first that is invalid. */
    private List<Long> walk(long ipa) {
        PhysicalMemory memory = host.machine().memory();
        List<Long> descriptors = new ArrayList<>();
        long next = table.root();
        for (int level = 1; level <= 3; level++) {
            long index = (ipa >>> (39 - 9 * level)) & (level == 1 ? 0x3ff : 0x1ff);
            long descriptor = memory.read(next + index * 8, 8);
            descriptors.add(descriptor);
            if ((descriptor & 3) != 3) {
                break;
            }
            next = descriptor & 0xffff_ffff_f000L;
        }
        return descriptors;
    }

    private List<String> repeated(int times) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(flush);
        }
        return all;
    }

    @Test
    void isAlignedForTwoConcatenatedTables() {
        assertThat(table.root() % (2 * PAGE)).isZero();
        assertThat(walk(0)).containsExactly(0L);
        assertThat(walk(LAST_IPA)).containsExactly(0L);
    }

    @Test
    void mapsPagesAtLevelThree() {
        map(0x4000_0000L, 0x7000_0000L);
        map(LAST_IPA + 0xabc, 0x7000_1000L);
        assertThat(walk(0x4000_0000L)).hasSize(3).last().isEqualTo(0x7000_0000L | ATTRIBUTES | 2);
        assertThat(walk(LAST_IPA)).hasSize(3).last().isEqualTo(0x7000_1000L | ATTRIBUTES | 2);
        assertThat(walk(0x4000_1000L)).hasSize(3).last().isEqualTo(0L);
        assertThat(host.memory().pagesInUse()).isEqualTo(pagesAtFirst + 4);
    }

    @Test
    void mapsBlocksAtLevelTwo() {
        mapBlock(0x4030_5000L, 0x7020_0000L);
        assertThat(walk(0x4020_0000L)).hasSize(2).last().isEqualTo(0x7020_0000L | ATTRIBUTES);
        assertThat(walk(0x403f_f000L)).hasSize(2);
        assertThat(walk(0x4040_0000L)).last().isEqualTo(0L);
    }

    @Test
    void whatWasInvalidIsMappedWithoutInvalidation() {
        List<String> trace = host.trace(0);
        map(0x4000_0000L, 0x7000_0000L);
        map(0x4000_1000L, 0x7000_1000L);
        mapBlock(0x4020_0000L, 0x7020_0000L);
        assertThat(trace).containsOnly("dsb ishst");
    }

    @Test
    void mappingWhatIsMappedAlreadyDoesNothing() {
        map(0x4000_0000L, 0x7000_0000L);
        mapBlock(0x4020_0000L, 0x7020_0000L);
        List<String> trace = host.trace(0);
        map(0x4000_0000L, 0x7000_0000L);
        mapBlock(0x4020_0000L, 0x7020_0000L);
        assertThat(trace).isEmpty();
    }

    @Test
    void aPageIsReplacedByBreakBeforeMake() {
        map(0x4000_0000L, 0x7000_0000L);
        List<String> trace = host.trace(0);
        map(0x4000_0000L, 0x7000_5000L);
        List<String> expected = new ArrayList<>(flush);
        expected.add("dsb ishst");
        assertThat(trace).isEqualTo(expected);
        assertThat(walk(0x4000_0000L)).last().isEqualTo(0x7000_5000L | ATTRIBUTES | 2);
    }

    @Test
    void aBlockIsDissolvedByBreakBeforeMake() {
        mapBlock(0x4020_0000L, 0x7020_0000L);
        List<String> trace = host.trace(0);
        map(0x4020_3000L, 0x7000_3000L);
        List<String> expected = new ArrayList<>(flush);
        expected.addAll(List.of("dsb ishst", "dsb ishst"));
        assertThat(trace).isEqualTo(expected);
        assertThat(walk(0x4020_3000L)).hasSize(3).last().isEqualTo(0x7000_3000L | ATTRIBUTES | 2);
        assertThat(walk(0x4020_2000L)).last().isEqualTo(0L);
    }

    @Test
    void pagesCollapseIntoABlockByBreakingEachAndThenTheirTable() {
        map(0x4020_0000L, 0x7000_0000L);
        map(0x4020_7000L, 0x7000_7000L);
        map(0x403f_f000L, 0x7000_8000L);
        long before = host.memory().pagesInUse();
        List<String> trace = host.trace(0);
        mapBlock(0x4021_0000L, 0x7020_0000L);
        List<String> expected = repeated(4);
        expected.add("dsb ishst");
        assertThat(trace).isEqualTo(expected);
        assertThat(walk(0x4020_7000L)).hasSize(2).last().isEqualTo(0x7020_0000L | ATTRIBUTES);
        assertThat(host.memory().pagesInUse()).isEqualTo(before - 1);
    }

    @Test
    void unmappingInvalidatesEachPageAndFreesTablesThatBecomeEmpty() {
        map(0x4000_0000L, 0x7000_0000L);
        map(0x4000_1000L, 0x7000_1000L);
        List<String> trace = host.trace(0);
        table.unmap(vm, cpu, 0x4000_0000L, PAGE);
        assertThat(trace).isEqualTo(flush);
        assertThat(walk(0x4000_0000L)).hasSize(3).last().isEqualTo(0L);
        assertThat(walk(0x4000_1000L)).last().isEqualTo(0x7000_1000L | ATTRIBUTES | 2);
        trace.clear();
        table.unmap(vm, cpu, 0x4000_1000L, PAGE);
        assertThat(trace).isEqualTo(repeated(3));
        assertThat(walk(0x4000_0000L)).containsExactly(0L);
        assertThat(host.memory().pagesInUse()).isEqualTo(pagesAtFirst);
    }

    @Test
    void unmappingWhatIsNotMappedDoesNothing() {
        map(0x4000_0000L, 0x7000_0000L);
        List<String> trace = host.trace(0);
        table.unmap(vm, cpu, 0, 0x4000_0000L);
        table.unmap(vm, cpu, 0x4000_1000L, (1L << 40) - 0x4000_1000L);
        assertThat(trace).isEmpty();
        assertThat(walk(0x4000_0000L)).hasSize(3);
    }

    @Test
    void unmappingPartOfABlockUnmapsIt() {
        mapBlock(0x4020_0000L, 0x7020_0000L);
        mapBlock(0x4040_0000L, 0x7040_0000L);
        table.unmap(vm, cpu, 0x403f_f000L, PAGE);
        assertThat(walk(0x4020_0000L)).last().isEqualTo(0L);
        assertThat(walk(0x4040_0000L)).last().isEqualTo(0x7040_0000L | ATTRIBUTES);
    }

    @Test
    void unmappingARangeStopsAtItsEnds() {
        for (long ipa = 0x401f_d000L; ipa < 0x4020_3000L; ipa += PAGE) {
            map(ipa, 0x7000_0000L + ipa % BLOCK);
        }
        table.unmap(vm, cpu, 0x401f_e000L, 4 * PAGE);
        assertThat(walk(0x401f_d000L)).last().isNotEqualTo(0L);
        for (long ipa = 0x401f_e000L; ipa < 0x4020_2000L; ipa += PAGE) {
            assertThat(walk(ipa)).last().isEqualTo(0L);
        }
        assertThat(walk(0x4020_2000L)).last().isNotEqualTo(0L);
    }

    @Test
    void withoutMemoryForATableNothingIsUnmapped() {
        mapBlock(0x4020_0000L, 0x7020_0000L);
        while (true) {
            try {
                host.memory().allocatePage();
            } catch (KvmException e) {
                break;
            }
        }
        assertThatExceptionOfType(KvmException.class)
                .isThrownBy(() -> map(0x4020_0000L, 0x7000_0000L))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
        assertThat(walk(0x4020_0000L)).last().isEqualTo(0x7020_0000L | ATTRIBUTES);
    }

    @Test
    void slotsOfHugePagesAreMappedByBlocksWhereTheyAreAligned() {
        Vm huge = host.kvm().createVm(0);
        huge.addMemory(new MemorySlot.MemoryRegion(0x4010_0000L, 6 << 20, true));
        String store =
                host.choose("movz x1, #%1$s, lsl #16; str x1, [x1]\n", "movw r1, #0; movt r1, #%1$s; str r1, [r1]\n");
        TestHost.load(
                huge,
                0x4010_0000L,
                store.formatted("0x4020") + store.formatted("0x4060") + TestHost.call(host.arch(), 0x8600_0000));
        Vcpu vcpu = huge.createVcpu(0);
        vcpu.context().pc(0x4010_0000L);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Hypercall.class);
        long block = huge.slot(0x4020_0000L).orElseThrow().page(0x4020_0000L);
        assertThat(block % BLOCK).isZero();
        assertThat(huge.slot(0x4020_0000L).orElseThrow().isBlock(0x4030_0000L)).isTrue();
        assertThat(huge.slot(0x4020_0000L).orElseThrow().isBlock(0x4060_0000L)).isFalse();
        huge.migratePage(0x4020_1000L, cpu);
        assertThat(huge.slot(0x4020_0000L).orElseThrow().isBlock(0x4030_0000L)).isFalse();
        vcpu.context().pc(0x4010_0000L);
        assertThat(vcpu.run()).isInstanceOf(VcpuExit.Hypercall.class);
        assertThat(TestHost.read64(huge, 0x4020_0000L)).isEqualTo(0x4020_0000L);
        huge.destroy();
        assertThat(host.memory().pagesInUse()).isEqualTo(pagesAtFirst);
        assertThat(host.oracle().wrong()).isZero();
    }

    @Test
    void hostMemoryIsGivenZeroedAndTheLastFreedFirst() {
        HostMemory memory = host.memory();
        long first = memory.allocatePage();
        long second = memory.allocatePage();
        host.machine().memory().write(first, 8, -1);
        memory.freePage(second);
        memory.freePage(first);
        assertThat(memory.allocatePage()).isEqualTo(first);
        assertThat(host.machine().memory().read(first, 8)).isZero();
        assertThat(memory.allocatePage()).isEqualTo(second);
        assertThat(memory.allocateBlock() % BLOCK).isZero();
    }
}
