package dev.tlbsan.kvm;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.kvm.host.Vmm;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * vCPUs of one VM, each with a thread and with tables of its own that map the same virtual pages under the same ASID to
 * other memory. Each vCPU reads one of these pages over and over, and counts what it finds wrong.
 */
public final class Siblings {
    /** The first of the virtual pages that differ. */
    public static final long VA = 0x8000_0000L;

    private static final int PAGES = 4;
    private static final long TABLES = TestHost.MEMORY + 0x10_0000;
    private static final long DATA = TestHost.MEMORY + 0x20_0000;
    private static final long STRIDE = 0x1_0000;

    private static final long SCTLR_EL1_ON = 0x30d0_198dL;
    private static final long TCR_EL1 = 0x80_9935_19L;
    private static final long SCTLR_ON = 0x00c5_187dL;
    private static final long TTBCR_LONG = 0x8000_3500L;
    private static final long MAIR = 0xff;
    private static final long ASID_1 = 1L << 48;
    private static final long BLOCK = 0x701;
    private static final long PAGE_NOT_GLOBAL = 0xf03;
    private static final long TABLE = 3;

    /** x19: where to read; x20: what to find there; x21: how often it was not found; x22: how often read. */
    private static final String A64 = """
            loop:
                ldr x1, [x19]
                cmp x1, x20
                cinc x21, x21, ne
                add x22, x22, #1
                b loop
            """;

    /** The same with r4 to r7. */
    private static final String A32 = """
            loop:
                ldr r1, [r4]
                cmp r1, r5
                addne r6, r6, #1
                add r7, r7, #1
                b loop
            """;

    private final Vm vm;
    private final int firstRegister;
    private final List<HostThread> threads = new ArrayList<>();

    public Siblings(TestHost host, int count) {
        vm = host.vm();
        firstRegister = host.arch() == Arch.ARM64 ? 19 : 4;
        TestHost.load(vm, TestHost.MEMORY, host.choose(A64, A32));
        for (int i = 0; i < count; i++) {
            Vcpu vcpu = TestHost.vcpu(vm, i);
            buildTables(i);
            enableMmu(vcpu, table(i, 0) | ASID_1);
            threads.add(new HostThread(new Endless(vcpu)));
            read(i, 0);
        }
    }

    private static void enableMmu(Vcpu vcpu, long ttbr) {
        if (vcpu.context() instanceof dev.tlbsan.kvm.arm64.VcpuContext context) {
            context.set(SystemRegister.MAIR_EL1, MAIR);
            context.set(SystemRegister.TCR_EL1, TCR_EL1);
            context.set(SystemRegister.TTBR0_EL1, ttbr);
            context.set(SystemRegister.SCTLR_EL1, SCTLR_EL1_ON);
        } else {
            var context = dev.tlbsan.kvm.arm.VcpuContext.of(vcpu);
            context.set(Aarch32Register.MAIR0, MAIR);
            context.set(Aarch32Register.TTBCR, TTBCR_LONG);
            context.set(Aarch32Register.TTBR0, ttbr);
            context.set(Aarch32Register.SCTLR, SCTLR_ON);
        }
    }

    /** A VMM thread that calls KVM_RUN over and over. */
    private record Endless(Vcpu vcpu) implements Vmm {
        @Override
        public Optional<Vcpu> next() {
            return Optional.of(vcpu);
        }

        @Override
        public OptionalLong alarm() {
            return OptionalLong.empty();
        }

        @Override
        public void exited(Vcpu ran, VcpuExit exit) {
            if (!(exit instanceof VcpuExit.Interrupted)) {
                throw new AssertionError(ran.label() + " left with " + exit);
            }
        }
    }

    private void buildTables(int vcpu) {
        TestHost.write64(vm, table(vcpu, 0) + 8, TestHost.MEMORY | BLOCK);
        TestHost.write64(vm, table(vcpu, 0) + 16, table(vcpu, 1) | TABLE);
        TestHost.write64(vm, table(vcpu, 1), table(vcpu, 2) | TABLE);
        for (int page = 0; page < PAGES; page++) {
            long ipa = DATA + vcpu * STRIDE + page * 4096L;
            TestHost.write64(vm, pageEntry(vcpu, page), ipa | PAGE_NOT_GLOBAL);
            TestHost.write64(vm, ipa, content(vcpu, page));
        }
    }

    private static long table(int vcpu, int number) {
        return TABLES + vcpu * STRIDE + number * 4096L;
    }

    /** The address of the descriptor of a vCPU's page. */
    public static long pageEntry(int vcpu, int page) {
        return table(vcpu, 2) + page * 8L;
    }

    private static long content(int vcpu, int page) {
        return 0x1000L * (vcpu + 1) + page;
    }

    /** From now on the vCPU, which is not in the guest, reads this page. */
    public void read(int vcpu, int page) {
        GuestRegisters registers = vcpu(vcpu).context();
        registers.register(firstRegister, VA + page * 4096L);
        registers.register(firstRegister + 1, content(vcpu, page));
    }

    /** From now on the vCPU reads there, whatever it expects. */
    public void readFrom(int vcpu, long va) {
        vcpu(vcpu).context().register(firstRegister, va);
    }

    public Vm vm() {
        return vm;
    }

    public Vcpu vcpu(int id) {
        return vm.vcpus().get(id);
    }

    public HostThread thread(int vcpu) {
        return threads.get(vcpu);
    }

    /** How often the vCPU, which is not in the guest, has read another's page. */
    public long wrong(int vcpu) {
        return vcpu(vcpu).context().register(firstRegister + 2);
    }

    /** How often the vCPU, which is not in the guest, has read. */
    public long reads(int vcpu) {
        return vcpu(vcpu).context().register(firstRegister + 3);
    }

    /** Steps the CPU's thread until it is in a state. */
    public static void stepTo(HostCpu cpu, State state) {
        HostThread thread = cpu.current();
        if (thread == null) {
            throw new IllegalStateException("nothing runs on CPU " + cpu.id());
        }
        for (int i = 0; thread.state() != state; i++) {
            if (i > 10_000) {
                throw new AssertionError("the thread stays in " + thread.state());
            }
            thread.step(cpu, 1);
        }
    }

    /** Enters the guest and executes instructions there, enough for some hundred reads. */
    public static void runGuest(HostCpu cpu) {
        long end = cpu.instructions() + 2_000;
        while (cpu.instructions() < end) {
            stepTo(cpu, State.IN_GUEST);
            HostThread thread = cpu.current();
            if (thread != null) {
                thread.step(cpu, end - cpu.instructions());
            }
        }
    }

    /** A signal ends KVM_RUN: the thread goes back to user space. */
    public static void toUser(HostCpu cpu) {
        HostThread thread = cpu.current();
        if (thread != null) {
            thread.leaveGuest(cpu);
            thread.requestExit();
            stepTo(cpu, State.USER);
        }
    }
}
