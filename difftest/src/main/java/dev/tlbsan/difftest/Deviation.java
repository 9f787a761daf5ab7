package dev.tlbsan.difftest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where QEMU 7.2 is known not to be the architecture, or to differ from us in what the architecture leaves open. */
enum Deviation {
    /** ESR_EL2 of a Data Abort taken from EL2 to EL2 has ISV and the syndrome of the transfer; it must be zero. */
    TRANSFER_SYNDROME_WITHIN_EL2(11) {
        @Override
        boolean explains(Pair pair, int index) {
            return index == Outcome.ESR_EL2
                    && pair.testCase instanceof InstructionCase
                    && pair.ours.word(Outcome.ESR_EL2) >>> 26 == DATA_ABORT_SAME_LEVEL
                    && pair.ours.word(index)
                            == (pair.qemu.word(index) & ~TRANSFER & ~(isAarch32(pair) ? INSTRUCTION_LENGTH : 0));
        }
    },
    /** HSR.IL, which Armv7 has UNK/SBZP where it is no length: set for BKPT in Hyp mode, and clear for all other aborts. */
    LENGTH_OF_ABORTED_INSTRUCTION(1) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            return isHsr(pair, index)
                    && (ours & INSTRUCTION_LENGTH) == 0
                    && (ours >>> 26 & ABORT_MASK) == ABORT
                    && ours == (pair.qemu.word(index) & ~INSTRUCTION_LENGTH);
        }
    },
    /** PAR in the 64-bit format has no memory attributes if the descriptors have 32 bits. */
    ATTRIBUTES_OF_SHORT_DESCRIPTORS(10) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            return isPar(pair, index)
                    && isShort(pair)
                    && (ours & PAR_LPAE_AND_F) == PAR_LPAE
                    && (ours & ~PAR_ATTRIBUTES) == (pair.qemu.word(index) & ~PAR_ATTRIBUTES);
        }
    },
    /** PAR in the 32-bit format has no memory attributes, and no address bits above 31 of a supersection. */
    ATTRIBUTES_OF_SHORT_PAR(8) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            long unknown = SHORT_PAR_ATTRIBUTES | ((ours & 2) == 0 ? 0 : 0xff_0000);
            return isPar(pair, index)
                    && (ours & PAR_LPAE_AND_F) == 0
                    && ours >>> 32 == 0
                    && (ours & ~unknown) == pair.qemu.word(index);
        }
    },
    /** IFSR in the short format has the domain, which only DFSR has. */
    DOMAIN_OF_PREFETCH_ABORT(0) {
        @Override
        boolean explains(Pair pair, int index) {
            return index == Outcome.ESR_EL1
                    && isAarch32(pair)
                    && pair.ours.word(index) == (pair.qemu.word(index) & ~IFSR_DOMAIN);
        }
    },
    /** Exception entry clears PSTATE.{N,Z,C,V}, which the HVC of the EL1 vector shows; it must leave them. */
    FLAGS_AFTER_EXCEPTION_ENTRY(0) {
        @Override
        boolean explains(Pair pair, int index) {
            return index == Outcome.SPSR_EL2
                    && pair.testCase instanceof InstructionCase
                    && pair.ours.level() == 1
                    && (pair.qemu.word(index) & FLAGS) == 0
                    && pair.ours.word(index) == (pair.qemu.word(index) | (pair.ours.word(Outcome.SPSR_EL1) & FLAGS));
        }
    },
    /** The syndrome of a trapped MSR (immediate) has op1 and op2 in each other's place. */
    SYNDROME_OF_MSR_IMMEDIATE(0) {
        @Override
        boolean explains(Pair pair, int index) {
            return (index == Outcome.ESR_EL1 || index == Outcome.ESR_EL2)
                    && pair.testCase instanceof InstructionCase instructions
                    && pair.ours.exceptionClass() == TRAPPED_SYSTEM_INSTRUCTION
                    && (instructions.wordAt(pair.ours.returnAddress()) & MSR_IMMEDIATE_MASK) == MSR_IMMEDIATE
                    && swapOps(pair.ours.word(index)) == pair.qemu.word(index);
        }
    },
    /** The status code of a stage 2 fault on a stage 1 walk has the level of the stage 1 lookup instead of the stage 2 one. */
    LEVEL_OF_STAGE_2_FAULT_ON_WALK(2) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            boolean par = (index & 1) == 0;
            boolean onWalk = par ? (ours & STAGE_2_ON_WALK) == STAGE_2_ON_WALK : (ours & S1PTW) != 0;
            return pair.testCase instanceof TranslationCase
                    && index >= Outcome.PROBES
                    && onWalk
                    && ((ours ^ pair.qemu.word(index)) & ~(par ? FAULT_LEVEL : FAULT_LEVEL >> 1)) == 0;
        }
    },
    /** Device memory of one stage combined with Non-cacheable memory of the other becomes Device-nGnRE. */
    TYPE_OF_DEVICE_COMBINED_WITH_NON_CACHEABLE(2) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            long qemu = pair.qemu.word(index);
            boolean reordering = ours >>> 56 == NGRE || ours >>> 56 == GRE;
            return pair.testCase instanceof TranslationCase translation
                    && index >= Outcome.PROBES
                    && (index & 1) == 0
                    && (translation.register(TranslationCase.Register.HCR_EL2) & 1) != 0
                    && (ours & 1) == 0
                    && reordering
                    && qemu >>> 56 == NGNRE
                    && ((ours ^ qemu) << 8 >>> 8 & ~SHAREABILITY) == 0;
        }
    },
    /** PAR_EL1 of Device and Non-cacheable memory has the descriptor's SH, or 0b00, instead of 0b10. */
    SHAREABILITY_OF_UNCACHED_MEMORY(2) {
        @Override
        boolean explains(Pair pair, int index) {
            long ours = pair.ours.word(index);
            return pair.testCase instanceof TranslationCase
                    && index >= Outcome.PROBES
                    && (index & 1) == 0
                    && isUncached(ours)
                    && (ours & SHAREABILITY) == OUTER_SHAREABLE
                    && ((ours ^ pair.qemu.word(index)) & ~SHAREABILITY) == 0;
        }
    };

    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final long PAR_LPAE = 1L << 11;
    private static final long PAR_LPAE_AND_F = PAR_LPAE | 1;
    private static final long PAR_ATTRIBUTES = 0xffL << 56 | 0x180;
    private static final long SHORT_PAR_ATTRIBUTES = 0x4fc;
    private static final long INSTRUCTION_LENGTH = 1L << 25;
    /** Instruction and Data Aborts. */
    private static final int ABORT_MASK = 0x3a;

    private static final int ABORT = 0x20;
    private static final long IFSR_DOMAIN = 0xf0L << 32;
    private static final int TRAPPED_SYSTEM_INSTRUCTION = 0x18;
    private static final int DATA_ABORT_SAME_LEVEL = 0x25;
    private static final long TRANSFER = 0x1ffL << 14 | 1L << 23 | 1L << 24;
    private static final long FLAGS = 0xf000_0000L;
    private static final int MSR_IMMEDIATE_MASK = 0xfff8_f01f;
    private static final int MSR_IMMEDIATE = 0xd500_401f;
    private static final int OP1_SHIFT = 14;
    private static final int OP2_SHIFT = 17;
    /** PAR_EL1.F, PTW and S. */
    private static final long STAGE_2_ON_WALK = 0x301;

    /** ESR_EL2.ISS.S1PTW. */
    private static final long S1PTW = 1L << 7;

    /** The level in PAR_EL1.FST; in ESR_ELx it is one bit further down. */
    private static final long FAULT_LEVEL = 0b11L << 1;

    private static final int NGNRE = 0x04;
    private static final int NGRE = 0x08;
    private static final int GRE = 0x0c;
    private static final int NON_CACHEABLE = 0x44;
    private static final long SHAREABILITY = 0b11L << 7;
    private static final long OUTER_SHAREABLE = 0b10L << 7;

    private final int freeBits;

    Deviation(int freeBits) {
        this.freeBits = freeBits;
    }

    /** The deviations that only cases of AArch32 show. */
    static Set<Deviation> ofAarch32() {
        return EnumSet.of(
                LENGTH_OF_ABORTED_INSTRUCTION,
                ATTRIBUTES_OF_SHORT_DESCRIPTORS,
                ATTRIBUTES_OF_SHORT_PAR,
                DOMAIN_OF_PREFETCH_ABORT);
    }

    /** How many bits of the word may have either value. */
    int freeBits() {
        return freeBits;
    }

    /** What both machines made of a case. */
    record Pair(TestCase testCase, Outcome ours, Outcome qemu) {
        /** The indices of the words that differ and that no deviation explains. */
        List<Integer> differences() {
            List<Integer> differing = new ArrayList<>();
            int length = Math.max(ours.words().size(), qemu.words().size());
            for (int i = 0; i < length; i++) {
                if (ours.word(i) != qemu.word(i) && !explained(i)) {
                    differing.add(i);
                }
            }
            return differing;
        }

        private boolean explained(int index) {
            return index < ours.words().size()
                    && index < qemu.words().size()
                    && !explaining(index).isEmpty();
        }

        /** The deviations that explain why the words at an index differ; none if they do not. */
        List<Deviation> explaining(int index) {
            return Stream.of(values())
                    .filter(deviation -> ours.word(index) != qemu.word(index) && deviation.explains(this, index))
                    .toList();
        }
    }

    /** Whether this is why the words at an index differ. */
    abstract boolean explains(Pair pair, int index);

    private static long swapOps(long syndrome) {
        long op1 = syndrome >>> OP1_SHIFT & 7;
        long op2 = syndrome >>> OP2_SHIFT & 7;
        return (syndrome & ~(7L << OP1_SHIFT | 7L << OP2_SHIFT)) | op1 << OP2_SHIFT | op2 << OP1_SHIFT;
    }

    /** Whether the word is HSR. */
    private static boolean isHsr(Pair pair, int index) {
        return pair.testCase instanceof TranslationCase
                ? index > Outcome.PROBES && (index & 1) == 1
                : index == Outcome.ESR_EL2 && isAarch32(pair);
    }

    private static boolean isPar(Pair pair, int index) {
        return pair.testCase instanceof TranslationCase && index >= Outcome.PROBES && (index & 1) == 0;
    }

    private static boolean isShort(Pair pair) {
        return pair.testCase instanceof TranslationCase translation
                && (translation.register(TranslationCase.Register.TCR_EL1) & LONG_DESCRIPTORS) == 0;
    }

    private static boolean isAarch32(Pair pair) {
        return pair.testCase instanceof InstructionCase testCase && testCase.isAarch32();
    }

    /** Whether PAR_EL1 gives an address in Device or Normal Non-cacheable memory. */
    private static boolean isUncached(long par) {
        return (par & 1) == 0 && (par >>> 60 == 0 || par >>> 56 == NON_CACHEABLE);
    }
}
