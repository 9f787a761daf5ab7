package dev.tlbsan.kvm;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostMemory;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A host with the hypervisor, on a machine that an {@link Oracle} watches. */
public final class TestHost implements AutoCloseable {
    /** Where guest memory begins. */
    public static final long MEMORY = 0x4000_0000L;
    /** How much there is. */
    public static final long MEMORY_SIZE = 16L << 20;

    private static final Assembler A64 = new Assembler(InstructionSet.a64());
    private static final Assembler A32 = new Assembler(InstructionSet.a32());

    private final Arch arch;
    private final Machine machine;
    private final Kvm kvm;
    private final Oracle oracle = new Oracle();

    /** With the default policy. */
    public TestHost(Arch arch, int cpus) {
        this(arch, cpus, KvmConfig.DEFAULT);
    }

    public TestHost(Arch arch, int cpus, KvmConfig config) {
        this(arch, cpus, config, HostMemory::new);
    }

    public TestHost(Arch arch, int cpus, KvmConfig config, Function<PhysicalMemory, HostMemory> memory) {
        this.arch = arch;
        machine = new Machine(new MachineConfig(cpus, 64L << 20, TlbMode.RETAIN).withArch(arch));
        machine.listen(oracle);
        kvm = new Kvm(new Host(machine, memory.apply(machine.memory())), config);
    }

    public Arch arch() {
        return arch;
    }

    /** Which of two programs is for this host's guests. */
    public String choose(String a64, String a32) {
        return arch == Arch.ARM64 ? a64 : a32;
    }

    public Kvm kvm() {
        return kvm;
    }

    public Oracle oracle() {
        return oracle;
    }

    public Machine machine() {
        return machine;
    }

    public HostMemory memory() {
        return kvm.host().memory();
    }

    public HostCpu cpu(int id) {
        return kvm.host().cpu(id);
    }

    public ProcessingElement pe(int id) {
        return machine.pes().get(id);
    }

    /** The EL2 instructions that a CPU executes from now on. */
    public List<String> trace(int cpu) {
        List<String> trace = new ArrayList<>();
        machine.el2s().get(cpu).trace(trace::add);
        return trace;
    }

    /** Code that makes a hypercall with a function, such as 0x8600_0000, and what is in the other registers. */
    public static String call(Arch arch, int function) {
        int high = function >>> 16;
        int low = function & 0xffff;
        return arch == Arch.ARM64
                ? "\n movz w0, #" + high + ", lsl #16; movk w0, #" + low + "; hvc #0\n"
                : "\n movw r0, #" + low + "; movt r0, #" + high + "; hvc #0\n";
    }

    /** A VM with memory. */
    public Vm vm() {
        Vm vm = kvm.createVm(0);
        vm.addMemory(new MemorySlot.MemoryRegion(MEMORY, MEMORY_SIZE, false));
        return vm;
    }

    /** A vCPU of a new VM that is about to execute a program at the start of its memory. */
    public Vcpu vcpu(String program) {
        Vm vm = vm();
        load(vm, MEMORY, program);
        return vcpu(vm, 0);
    }

    /** The same, with the program in both instruction sets. */
    public Vcpu vcpu(String a64, String a32) {
        return vcpu(choose(a64, a32));
    }

    /** Another vCPU, about to execute at the start of memory. */
    public static Vcpu vcpu(Vm vm, int id) {
        Vcpu vcpu = vm.createVcpu(id);
        vcpu.context().pc(MEMORY);
        return vcpu;
    }

    /** Assembles a program into guest memory. */
    public static void load(Vm vm, long ipa, String program) {
        Arch arch = vm.kvm().architecture().is64Bit() ? Arch.ARM64 : Arch.ARM;
        vm.writeMemory(ipa, assemble(arch, program, ipa));
    }

    /** Assembles a program for an address. */
    public static byte[] assemble(Arch arch, String program, long address) {
        int[] words = (arch == Arch.ARM64 ? A64 : A32).assemble(program, address);
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    /** Writes 64 bits of guest memory. */
    public static void write64(Vm vm, long ipa, long value) {
        vm.writeMemory(
                ipa,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    /** Reads 64 bits of guest memory. */
    public static long read64(Vm vm, long ipa) {
        return ByteBuffer.wrap(vm.readMemory(ipa, 8))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    @Override
    public void close() {
        machine.close();
    }
}
