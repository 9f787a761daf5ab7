package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.kvm.host.HostMemory;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Arch.class)
class VmTest {
    private final Arch arch;

    VmTest(Arch arch) {
        this.arch = arch;
    }

    /** Memory that fails when told to, and remembers what was allocated and freed. */
    private static final class FailingMemory extends HostMemory {
        private final List<String> calls = new ArrayList<>();
        private boolean perCpuFails;
        private boolean contiguousFails;

        FailingMemory(PhysicalMemory memory) {
            super(memory);
        }

        @Override
        public int @Nullable [] allocatePerCpu(int cpus) {
            calls.add("allocate per-CPU " + cpus);
            return perCpuFails ? null : super.allocatePerCpu(cpus);
        }

        @Override
        public void freePerCpu(int[] variables) {
            calls.add("free per-CPU");
            super.freePerCpu(variables);
        }

        @Override
        public long allocateContiguous(int pages, long alignment) {
            calls.add("allocate " + pages);
            if (contiguousFails) {
                throw new KvmException(Errno.ENOMEM, "injected");
            }
            return super.allocateContiguous(pages, alignment);
        }

        @Override
        public void freePage(long pa) {
            calls.add("free page");
            super.freePage(pa);
        }
    }

    private static FailingMemory failing(TestHost host) {
        return (FailingMemory) host.memory();
    }

    private TestHost failingHost() {
        return new TestHost(arch, 1, KvmConfig.DEFAULT, FailingMemory::new);
    }

    private static void assertFails(Errno errno, String message, ThrowingCallable call) {
        assertThatExceptionOfType(KvmException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void noVcpuHasRunOnAnyPossibleCpu() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vm vm = host.kvm().createVm(0);
            assertThat(host.kvm().host().possibleCpus()).isEqualTo(8);
            for (int cpu = 0; cpu < 8; cpu++) {
                assertThat(vm.lastVcpuRan().get(cpu)).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 1L << 32})
    void otherTypesThanZeroAreInvalidAndAllocateNothing(long type) {
        try (TestHost host = failingHost()) {
            assertFails(Errno.EINVAL, "VM type " + type, () -> host.kvm().createVm(type));
            assertThat(failing(host).calls).isEmpty();
            assertThat(host.kvm().vms()).isEmpty();
        }
    }

    @Test
    void theMapIsAllocatedBeforeTheStage2Table() {
        try (TestHost host = failingHost()) {
            host.kvm().createVm(0);
            assertThat(failing(host).calls).containsExactly("allocate per-CPU 8", "allocate 2");
        }
    }

    @Test
    void withoutMemoryForTheMapNothingElseIsTried() {
        try (TestHost host = failingHost()) {
            failing(host).perCpuFails = true;
            assertFails(Errno.ENOMEM, "per-CPU", () -> host.kvm().createVm(0));
            assertThat(failing(host).calls).containsExactly("allocate per-CPU 8");
            assertThat(host.kvm().vms()).isEmpty();
        }
    }

    @Test
    void withoutMemoryForTheStage2TableTheMapIsFreed() {
        try (TestHost host = failingHost()) {
            failing(host).contiguousFails = true;
            assertFails(Errno.ENOMEM, "injected", () -> host.kvm().createVm(0));
            assertThat(failing(host).calls).containsExactly("allocate per-CPU 8", "allocate 2", "free per-CPU");
            assertThat(host.memory().perCpuInUse()).isZero();
            assertThat(host.memory().pagesInUse()).isZero();
        }
    }

    @Test
    void aVmOfWhichNoMoreThanAFailureIsLeftCanBeFollowedByAnother() {
        try (TestHost host = failingHost()) {
            failing(host).contiguousFails = true;
            assertFails(Errno.ENOMEM, "injected", () -> host.kvm().createVm(0));
            failing(host).contiguousFails = false;
            assertThat(host.kvm().createVm(0).id()).isZero();
        }
    }

    @Test
    void destroyingFreesTheTableThenTheMapThenMemory() {
        try (TestHost host = failingHost()) {
            Vcpu vcpu = runOnce(host);
            List<String> calls = failing(host).calls;
            calls.clear();
            vcpu.vm().destroy();
            assertThat(calls)
                    .containsExactly("free page", "free page", "free page", "free page", "free per-CPU", "free page");
            assertThat(host.memory().pagesInUse()).isZero();
            assertThat(host.memory().perCpuInUse()).isZero();
            assertThat(host.kvm().vms()).isEmpty();
        }
    }

    private Vcpu runOnce(TestHost host) {
        Vcpu vcpu = host.vcpu(TestHost.call(arch, 0x8400_0002));
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.PoweredOff());
        return vcpu;
    }

    @Test
    void destroyingLeavesNoTranslationAnywhere() {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings siblings = new Siblings(host, 2);
            for (int i = 0; i < 2; i++) {
                host.cpu(i).switchTo(siblings.thread(i));
                Siblings.runGuest(host.cpu(i));
                Siblings.toUser(host.cpu(i));
                assertThat(host.pe(i).mmu().size()).isPositive();
            }
            siblings.vm().destroy();
            assertThat(host.pe(0).mmu().size()).isZero();
            assertThat(host.pe(1).mmu().size()).isZero();
            assertThat(host.memory().pagesInUse()).isZero();
        }
    }

    @Test
    void destroyingInterruptsAStrangerOnTheCpuThatDoesIt() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vm doomed = runOnce(host).vm();
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
            doomed.destroy();
            assertThat(siblings.thread(0).state()).isEqualTo(State.EXITED);
            Siblings.runGuest(host.cpu(0));
            host.cpu(0).switchTo(null);
            assertThat(siblings.wrong(0)).isZero();
            assertThat(siblings.reads(0)).isPositive();
        }
    }

    @Test
    void cannotBeDestroyedWhileAVcpuRunsBePreemptedOrNot() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
            assertFails(
                    Errno.EBUSY,
                    "KVM_RUN is in progress on vm0/vcpu0",
                    () -> siblings.vm().destroy());
            host.cpu(0).switchTo(null);
            assertFails(
                    Errno.EBUSY,
                    "KVM_RUN is in progress on vm0/vcpu0",
                    () -> siblings.vm().destroy());
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.toUser(host.cpu(0));
            siblings.vm().destroy();
            assertThat(host.kvm().vms()).isEmpty();
        }
    }

    @Test
    void isGoneOnceDestroyed() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu vcpu = host.vcpu("nop");
            Vm vm = vcpu.vm();
            vm.destroy();
            assertFails(Errno.ENOENT, "destroyed", vm::lastVcpuRan);
            assertFails(Errno.ENOENT, "destroyed", vm::stage2);
            assertFails(Errno.ENOENT, "destroyed", vm::destroy);
            assertFails(Errno.ENOENT, "destroyed", () -> vm.createVcpu(0));
            assertFails(Errno.ENOENT, "destroyed", vcpu::run);
            assertThat(vcpu.isRunning()).isFalse();
        }
    }

    @Test
    void vcpusHaveIdsBelowTheLimitAndOnlyOnce() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vm vm = host.vm();
            assertThat(vm.createVcpu(7).label()).isEqualTo("vm0/vcpu7");
            assertFails(Errno.EEXIST, "vCPU id 7 is taken", () -> vm.createVcpu(7));
            assertFails(Errno.EINVAL, "vCPU id 8; accepted: 0 to 7", () -> vm.createVcpu(8));
            assertFails(Errno.EINVAL, "vCPU id -1; accepted: 0 to 7", () -> vm.createVcpu(-1));
            vm.createVcpu(0);
            assertThat(vm.vcpus()).extracting(Vcpu::id).containsExactly(0, 7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, EINVAL",
        "0, -4096, EINVAL",
        "0, 4097, EINVAL",
        "2048, 4096, EINVAL",
        "-4096, 4096, EINVAL",
        "0xfffffff000, 0x2000, EINVAL",
        "0, 0x10000001000, EINVAL",
        "0x40000000, 4096, EEXIST",
        "0x3ffff000, 0x2000, EEXIST",
        "0x40fff000, 0x1000, EEXIST"
    })
    void memorySlotsAreWholePagesBelowTheLimitAndDoNotOverlap(String ipa, String size, Errno errno) {
        try (TestHost host = new TestHost(arch, 1)) {
            Vm vm = host.vm();
            var region = new MemorySlot.MemoryRegion(Long.decode(ipa), Long.decode(size), false);
            assertFails(errno, region.toString(), () -> vm.addMemory(region));
        }
    }

    @Test
    void memoryIsThereForTheVmmToo() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vm vm = host.vm();
            vm.writeMemory(TestHost.MEMORY + 4094, new byte[] {1, 2, 3, 4});
            assertThat(vm.readMemory(TestHost.MEMORY + 4093, 6)).containsExactly(0, 1, 2, 3, 4, 0);
            assertFails(Errno.EFAULT, "no memory at IPA 0x41000000", () -> vm.readMemory(0x40ff_ffff, 2));
            assertFails(Errno.EFAULT, "no memory at IPA 0x1000", () -> vm.writeMemory(0x1000, new byte[1]));
            assertFails(Errno.EFAULT, "no memory at IPA 0x1000", () -> vm.migratePage(0x1000, host.cpu(0)));
        }
    }

    @Test
    void aRemovedSlotIsNoMemoryAnyMore() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu vcpu = host.vcpu(
                    host.choose("movz x3, #0x5000, lsl #16; ldr w1, [x3]", "mov r3, #0x50000000; ldr r1, [r3]")
                            + TestHost.call(arch, 0x8600_0000));
            MemorySlot slot = vcpu.vm().addMemory(new MemorySlot.MemoryRegion(0x5000_0000, 4096, false));
            vcpu.vm().writeMemory(0x5000_0000, new byte[] {9});
            assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 9, 0));
            long before = host.memory().pagesInUse();
            vcpu.vm().removeMemory(slot, host.cpu(0));
            assertThat(host.memory().pagesInUse()).isEqualTo(before - 2);
            vcpu.context().pc(TestHost.MEMORY);
            assertThat(vcpu.run()).isEqualTo(new VcpuExit.Mmio(0x5000_0000, 4, false, 0));
        }
    }

    @Test
    void runningOutOfHostMemoryEndsTheRunAndNotTheHost() {
        try (TestHost host = failingHost()) {
            Vcpu vcpu = host.vcpu(
                    "movz x1, #0x4080, lsl #16; str x1, [x1]; loop: b loop",
                    "movw r1, #0; movt r1, #0x4080; str r1, [r1]; loop: b loop");
            failing(host).contiguousFails = true;
            VcpuExit exit = vcpu.run();
            assertThat(exit)
                    .isEqualTo(new VcpuExit.HypervisorError("vm0/vcpu0: no page for IPA 0x40000000: ENOMEM: injected"));
        }
    }
}
