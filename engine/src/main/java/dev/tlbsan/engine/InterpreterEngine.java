package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.mmu.Translation.Mapped;
import dev.tlbsan.arm.pe.Aborts;
import dev.tlbsan.arm.pe.DataAccess;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.Entry;
import dev.tlbsan.arm.pe.GuestException;
import dev.tlbsan.arm.pe.PeListener;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import org.jspecify.annotations.Nullable;

/**
 * Runs a PE: finds the program at the PC, has the interpreter execute it, and takes exceptions and interrupts. Between
 * two looks around the {@link Interpreter} goes from program to program by itself.
 */
final class InterpreterEngine implements Engine {
    private final ProcessingElement pe;
    private final DataAccess data;
    private final boolean remembers;
    private final CodeCache codes;
    private final long[] registers;
    private final Progress progress;
    private final GuestMemory memory;
    private final JumpCache jumps = new JumpCache();
    private final Interpreter interpreter;
    private CodeForm form;

    InterpreterEngine(ProcessingElement pe, CodeCache codes, boolean remembers) {
        this.pe = pe;
        this.data = pe.dataAccess();
        this.remembers = remembers;
        this.codes = codes;
        this.registers = pe.registers();
        this.progress = new Progress(pe);
        this.memory = new GuestMemory(progress, data, remembers);
        this.interpreter = new Interpreter(progress, memory, jumps, new Calls(pe, progress, memory));
        this.form = CodeForm.of(pe);
        listen();
    }

    private void listen() {
        pe.mmu().addSoftTlbListener(() -> {
            memory.forget();
            jumps.clear();
            progress.attention = true;
        });
        codes.addListener(() -> {
            jumps.clear();
            progress.attention = true;
        });
        pe.addListener(new PeListener() {
            @Override
            public void attention() {
                progress.attention = true;
            }
        });
        data.memory().watches().addListener(new PageWatches.Listener() {
            @Override
            public void watched(long pagePa) {
                memory.protect(pagePa);
            }

            @Override
            public void written(long pa, int bytes, int reasons) {}
        });
    }

    @Override
    public Exit run(long maxInstructions) {
        if (maxInstructions < 0) {
            throw new IllegalArgumentException("maxInstructions is " + maxInstructions + ", must be at least 0");
        }
        progress.count = pe.instructions();
        progress.limit = Math.addExact(progress.count, Math.min(maxInstructions, Long.MAX_VALUE - progress.count));
        progress.attention = true;
        data.monitor().resume();
        try {
            Exit exit = null;
            while (exit == null) {
                exit = advance();
            }
            return exit;
        } catch (EmulatorBug e) {
            throw e;
        } catch (RuntimeException e) {
            String where = "pc 0x%x, after %d instructions".formatted(registers[RegisterFile.PC], progress.count);
            throw new EmulatorBug(where, e);
        } finally {
            registers[RegisterFile.PC] = pe.canonicalPc();
            pe.instructions(progress.count);
            data.monitor().pause();
        }
    }

    @Override
    public void shorten(long instructions) {
        progress.limit = Math.min(progress.limit, pe.instructions() + instructions);
        progress.attention = true;
    }

    private @Nullable Exit advance() {
        if (progress.attention) {
            Exit exit = lookAround();
            if (exit != null) {
                return exit;
            }
        }
        if (progress.count >= progress.limit) {
            return Exit.BUDGET;
        }
        long pc = pe.canonicalPc();
        Program program;
        try {
            program = programAt(pc);
        } catch (GuestException e) {
            progress.count++;
            return take(e, pc, form.alignment());
        }
        return execute(program, pc);
    }

    private @Nullable Exit lookAround() {
        progress.attention = false;
        if (pe.power() != Power.ON) {
            return pe.power() == Power.OFF ? Exit.OFF : Exit.WAITING;
        }
        boolean mayGoOn = progress.count < progress.limit && !pe.inHypervisor();
        if (mayGoOn && pe.interruptPending()) {
            pe.instructions(progress.count);
            pe.takePendingInterrupt();
        }
        form = CodeForm.of(pe);
        memory.level(pe.currentEl());
        jumps.context(pe.currentEl(), form);
        return pe.inHypervisor() ? Exit.EL2 : null;
    }

    private Program programAt(long pc) {
        boolean unusual = pe.illegalState() || registers[RegisterFile.IT] != 0;
        Program program = unusual ? null : jumps.find(pc);
        if (program == null) {
            program = fetch(pc);
        }
        long left = progress.limit - progress.count;
        return program.instructions > left ? program.block.prefix((int) left) : program;
    }

    private Program fetch(long pc) {
        pe.instructions(progress.count);
        pe.checkPcAlignment(pc);
        Mapped mapped = data.fetch(pc);
        pe.checkIllegalState();
        int itState = (int) registers[RegisterFile.IT];
        Block block = itState == 0 ? codes.block(mapped.pa(), form) : null;
        if (block == null) {
            int word = wordAt(pc, mapped.pa());
            registers[RegisterFile.IT] = 0;
            return codes.single(word, form, itState).program();
        }
        if (!mapped.settled()) {
            return block.prefix(1);
        }
        if (remembers && data.memory().isRam(mapped.pa(), form.alignment())) {
            jumps.put(pc, block.program());
        }
        return block.program();
    }

    /** The instruction at a virtual address, whose first bytes are at a physical one and the others perhaps elsewhere. */
    private int wordAt(long pc, long pa) {
        int word = codes.firstWord(pa, form);
        if (form.bytes(word) == form.alignment()) {
            return word;
        }
        Mapped second = data.fetch(pc + form.alignment());
        return word | (codes.firstWord(second.pa(), form) >>> 16);
    }

    private @Nullable Exit execute(Program program, long pc) {
        registers[RegisterFile.BLOCK_PC] = pc;
        progress.program = program;
        try {
            interpreter.execute(program);
            return null;
        } catch (GuestException e) {
            return takeFromProgram(e);
        } catch (EmulatorBug e) {
            throw e;
        } catch (RuntimeException e) {
            throw bug(e);
        } finally {
            progress.mend();
        }
    }

    private @Nullable Exit takeFromProgram(GuestException e) {
        Program program = progress.program;
        int at = progress.at;
        progress.count += program.index(at) + 1;
        int index = program.index(at);
        boolean after = e.syndrome().returnsAfter();
        registers[RegisterFile.IT] = program.block.itState(after ? index + 1 : index);
        GuestException exception = Aborts.describesTransfer(e) ? describe(e, program.block.word(index)) : e;
        return take(exception, registers[RegisterFile.BLOCK_PC] + program.offset(at), program.block.bytes(index));
    }

    private GuestException describe(GuestException e, int word) {
        Semantics semantics = form.semantics(0);
        semantics.begin(0);
        form.instructions().build(word, semantics);
        Transfer transfer = semantics.transfer();
        return transfer == null ? e : Aborts.withTransfer(e, transfer);
    }

    private @Nullable Exit take(GuestException e, long va, int bytes) {
        pe.instructions(progress.count);
        progress.attention = true;
        Entry entry = pe.take(e, va, bytes);
        return switch (entry) {
            case VECTOR -> null;
            case HYPERVISOR -> Exit.EL2;
            case FIRMWARE -> Exit.FIRMWARE;
        };
    }

    private EmulatorBug bug(RuntimeException e) {
        Program program = progress.program;
        String where = "pc 0x%x, word 0x%08x, after %d instructions"
                .formatted(
                        registers[RegisterFile.BLOCK_PC] + program.offset(progress.at),
                        program.block.word(program.index(progress.at)),
                        progress.count + program.index(progress.at));
        return new EmulatorBug(where, e);
    }
}
