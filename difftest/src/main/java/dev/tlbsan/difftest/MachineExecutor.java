package dev.tlbsan.difftest;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;
import dev.tlbsan.machine.Stop;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Runs the payload on this project's machine. */
final class MachineExecutor implements Executor {
    private static final long INSTRUCTIONS_A_CASE = 2_000_000;

    private final Arch arch;
    private final GuestImage payload;
    private final TlbMode tlb;

    MachineExecutor(Arch arch, TlbMode tlb) {
        this.arch = arch;
        this.payload = Payload.image(arch);
        this.tlb = tlb;
    }

    @Override
    public CaseFile.Output run(List<TestCase> cases) {
        try (Machine machine = new Machine(new MachineConfig(arch, 1, Layout.MEMORY, tlb, true))) {
            payload.segments().forEach(segment -> copy(machine, segment.address(), segment.data()));
            copy(machine, Layout.INPUT, CaseFile.encode(cases));
            machine.pes().getFirst().reset(payload.entry());
            String end = run(machine);
            CaseFile.Output output = output(machine);
            return output.complete()
                    ? output
                    : new CaseFile.Output(output.status(), output.count(), output.detail() + end, output.outcomes());
        }
    }

    /** Runs until the machine stops or a case takes too long; says what stopped it if not the payload. */
    private static String run(Machine machine) {
        long finished = -1;
        try {
            while (true) {
                Stop stop = machine.run(INSTRUCTIONS_A_CASE, 0);
                if (stop instanceof Stop.PowerOff) {
                    return "";
                }
                if (stop instanceof Stop.Deadlock(String message)) {
                    return "; " + message;
                }
                long count = finished(machine);
                if (count == finished) {
                    return "; a case did not end, pc 0x"
                            + Long.toHexString(machine.pes().getFirst().pc());
                }
                finished = count;
            }
        } catch (EmulatorBug e) {
            return "; " + e + ", caused by " + e.getCause();
        }
    }

    private static long finished(Machine machine) {
        return machine.memory().read(Layout.OUTPUT + CaseFile.COUNT_AT, Long.BYTES);
    }

    private static void copy(Machine machine, long address, byte[] data) {
        slice(machine, address, data.length).copyFrom(MemorySegment.ofArray(data));
    }

    private static CaseFile.Output output(Machine machine) {
        return CaseFile.decodeOutput(
                slice(machine, Layout.OUTPUT, Layout.OUTPUT_SIZE).asByteBuffer());
    }

    private static MemorySegment slice(Machine machine, long address, long size) {
        return machine.memory().ram().asSlice(address - Machine.RAM_BASE, size);
    }
}
