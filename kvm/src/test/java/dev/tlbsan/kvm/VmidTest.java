package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Arch.class)
class VmidTest {
    private final Arch arch;

    VmidTest(Arch arch) {
        this.arch = arch;
    }

    private static final String A64 = "movz x1, #0x4000, lsl #16; movk x1, #0x1000; ldr x1, [x1]";
    private static final String A32 = "movw r1, #0x1000; movt r1, #0x4000; ldr r1, [r1]";

    private static KvmConfig bits(int bits) {
        return KvmConfig.DEFAULT.withVmidBits(bits);
    }

    private static int vmid(Vm vm) {
        return (int) (vm.vttbr() >>> 48);
    }

    /** A VM of one vCPU that reads a number from its memory. */
    private static Vcpu reader(TestHost host, long number) {
        Vm vm = host.kvm().createVm(0);
        vm.addMemory(new MemorySlot.MemoryRegion(TestHost.MEMORY, 0x2000, false));
        TestHost.load(vm, TestHost.MEMORY, host.choose(A64, A32) + TestHost.call(host.arch(), 0x8600_0000));
        TestHost.write64(vm, TestHost.MEMORY + 0x1000, number);
        return TestHost.vcpu(vm, 0);
    }

    private static void assertReads(Vcpu vcpu, long number) {
        vcpu.context().pc(TestHost.MEMORY);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, number, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void everyNumberButZeroIsUsedOnceAGeneration(int bits) {
        var vmids = new VmidAllocator(bits);
        for (int generation = 0; generation < 3; generation++) {
            for (int i = 1; i < 1 << bits; i++) {
                assertThat(vmids.isExhausted()).isFalse();
                assertThat(vmids.allocate()).isEqualTo(i);
            }
            assertThat(vmids.isExhausted()).isTrue();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(vmids::allocate)
                    .withMessage("all " + ((1 << bits) - 1) + " VMIDs of the generation are in use");
            long old = vmids.generation();
            assertThat(vmids.isOutdated(old)).isFalse();
            vmids.rollOver();
            assertThat(vmids.isOutdated(old)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 12, 17})
    void otherWidthsDoNotExist(int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KvmConfig.DEFAULT.withVmidBits(bits))
                .withMessage("VMIDs of " + bits + " bits; accepted: 8, 16");
    }

    @Test
    void aVmGetsItsNumberWhenItFirstRuns() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu first = reader(host, 11);
            Vcpu second = reader(host, 22);
            assertThat(first.vm().vttbr()).isZero();
            assertThat(first.vm().needsVmid()).isTrue();
            assertReads(second, 22);
            assertReads(first, 11);
            assertThat(vmid(second.vm())).isEqualTo(1);
            assertThat(vmid(first.vm())).isEqualTo(2);
            assertThat(first.vm().vttbr() & 0xffff_ffff_ffffL)
                    .isEqualTo(first.vm().stage2().root());
            assertReads(second, 22);
            assertThat(vmid(second.vm())).isEqualTo(1);
        }
    }

    @Test
    void vmsThatShareANumberAcrossGenerationsNeverShareATranslation() {
        try (TestHost host = new TestHost(arch, 1, bits(8))) {
            List<Vcpu> vcpus = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                vcpus.add(reader(host, 1000 + i));
                assertReads(vcpus.get(i), 1000 + i);
                assertThat(vmid(vcpus.get(i).vm())).isEqualTo(i % 255 + 1);
            }
            assertThat(host.kvm().statistics().vmidRollovers()).isEqualTo(1);
            for (int i = 0; i < 300; i++) {
                assertReads(vcpus.get(i), 1000 + i);
            }
            assertThat(host.kvm().statistics().vmidRollovers()).isEqualTo(2);
            assertThat(host.oracle().wrong()).as(host.oracle().first()).isZero();
        }
    }

    @Test
    void sixteenBitsSpareTheRolloverWhereThereAreSixteen() {
        boolean eight = arch == Arch.ARM;
        try (TestHost host = new TestHost(arch, 1, bits(16))) {
            for (int i = 0; i < 300; i++) {
                Vcpu vcpu = reader(host, i);
                assertReads(vcpu, i);
                assertThat(vmid(vcpu.vm())).isEqualTo(eight ? i % 255 + 1 : i + 1);
            }
            assertThat(host.kvm().statistics().vmidRollovers()).isEqualTo(eight ? 1 : 0);
        }
    }

    private static void exhaust(TestHost host) {
        while (!host.kvm().vmids().isExhausted()) {
            host.kvm().vmids().allocate();
        }
    }

    @Test
    void atRolloverEveryGuestIsForcedOutBeforeAllIsInvalidated() {
        try (TestHost host = new TestHost(arch, 3, bits(8))) {
            Siblings siblings = new Siblings(host, 2);
            for (int cpu = 0; cpu < 2; cpu++) {
                host.cpu(cpu).switchTo(siblings.thread(cpu));
                Siblings.runGuest(host.cpu(cpu));
                Siblings.stepTo(host.cpu(cpu), State.IN_GUEST);
                assertThat(host.pe(cpu).mmu().size()).isPositive();
            }
            exhaust(host);
            List<String> trace = host.trace(2);
            reader(host, 5).vm().updateVmid(host.cpu(2));

            assertThat(trace)
                    .isEqualTo(
                            arch == Arch.ARM64
                                    ? List.of(
                                            "dsb ishst",
                                            "tlbi alle1is",
                                            "ic ialluis",
                                            "dsb ish",
                                            "msr elr_el2",
                                            "msr spsr_el2",
                                            "eret")
                                    : List.of(
                                            "mcr tlbiallnsnhis",
                                            "mcr icialluis",
                                            "dsb ish",
                                            "msr elr_hyp",
                                            "msr spsr_cxsf",
                                            "eret"));
            for (int cpu = 0; cpu < 2; cpu++) {
                assertThat(siblings.thread(cpu).state()).isEqualTo(State.EXITED);
                assertThat(host.pe(cpu).mmu().size()).isZero();
            }
            assertThat(siblings.vm().needsVmid()).isTrue();
        }
    }

    @Test
    void guestsGoOnUnderNewNumbersAfterARollover() {
        try (TestHost host = new TestHost(arch, 2, bits(8))) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.runGuest(host.cpu(0));
            for (int i = 0; i < 3; i++) {
                exhaust(host);
                reader(host, 5).vm().updateVmid(host.cpu(1));
                Siblings.runGuest(host.cpu(0));
                assertThat(vmid(siblings.vm())).isEqualTo(2);
            }
            host.cpu(0).switchTo(null);
            assertThat(siblings.reads(0)).isGreaterThan(1000);
            assertThat(siblings.wrong(0)).isZero();
            assertThat(host.oracle().wrong()).isZero();
        }
    }

    @Test
    void aNumberThatHasBecomeOutdatedBeforeEntryIsReplaced() {
        try (TestHost host = new TestHost(arch, 2, bits(8))) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.READY);
            exhaust(host);
            reader(host, 5).vm().updateVmid(host.cpu(1));
            siblings.thread(0).step(host.cpu(0), 1);
            assertThat(siblings.thread(0).state()).isEqualTo(State.LOADED);
            assertThat(host.kvm().statistics().guestEntries()).isZero();
            Siblings.runGuest(host.cpu(0));
            assertThat(vmid(siblings.vm())).isEqualTo(2);
        }
    }
}
