package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.OptionalLong;

/**
 * An address relative to what R15 reads as; {@code [pc, #n]} is read, too.
 *
 * @param spec the bits of the distance, in units of its scale
 * @param ahead how many bytes R15 is ahead of the instruction
 * @param aligned whether R15 is rounded down to a multiple of 4
 * @param distance how the bits say a distance
 */
record PcRelativeOperand(OperandSpec spec, int ahead, boolean aligned, Distance distance) implements Operand {
    private static final int A32_AHEAD = 8;
    private static final int T32_AHEAD = 4;

    /** How bits say a distance. */
    enum Distance {
        SIGNED,
        UNSIGNED,
        /** To be subtracted. */
        NEGATED,
        /** The first slot tells whether the others are to be added; if not, they are to be subtracted. */
        SIGN_AND_MAGNITUDE,
        /** BL, BLX and B of 24 bits: S, J1, J2 and the rest; the J bits are inverted if S is zero. */
        SIGNED_WITH_J_BITS
    }

    /** Of an A32 instruction. */
    static Operand a32(OperandSpec spec, Distance distance) {
        return new PcRelativeOperand(spec, A32_AHEAD, false, distance);
    }

    /** Of a T32 instruction, whose R15 may be rounded down. */
    static Operand t32(OperandSpec spec, boolean aligned, Distance distance) {
        return new PcRelativeOperand(spec, T32_AHEAD, aligned, distance);
    }

    private long base(long va) {
        long pc = va + ahead;
        return aligned ? pc & -4 : pc;
    }

    private OperandSpec magnitude() {
        return new OperandSpec(spec.slots().subList(1, spec.slots().size()), spec.scale(), spec.fields());
    }

    /** The bits with J1 and J2 as the two most significant bits below the sign, or the other way round. */
    private long exchangeJ(long bits) {
        int width = spec.width();
        boolean negative = (bits >>> (width - 1) & 1) != 0;
        return negative ? bits : bits ^ (3L << (width - 3));
    }

    private long units(int word) {
        return switch (distance) {
            case SIGNED -> spec.signedValue(word);
            case UNSIGNED -> spec.value(word);
            case NEGATED -> -spec.value(word);
            case SIGN_AND_MAGNITUDE -> {
                long value = magnitude().value(word);
                yield spec.slot(0).in(word) != 0 ? value : -value;
            }
            case SIGNED_WITH_J_BITS -> {
                int unused = 64 - spec.width();
                yield exchangeJ(spec.value(word)) << unused >> unused;
            }
        };
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        if (distance == Distance.SIGN_AND_MAGNITUDE && spec.slot(0).in(word) == 0 && units(word) == 0) {
            out.append("[pc, #-0]");
            return;
        }
        long address = (base(va) + units(word) * spec.scale()) & 0xffff_ffffL;
        out.append("0x").append(Long.toHexString(address));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        boolean relative = in.skip("[pc, ");
        boolean minus = relative && in.comes("#-");
        OptionalLong number = in.number();
        if (number.isEmpty() || (relative && !in.skip("]"))) {
            return false;
        }
        // Addresses wrap at 32 bits.
        long bytes = relative ? number.getAsLong() : (int) (number.getAsLong() - base(in.va()));
        return bytes % spec.scale() == 0 && set(out, bytes / spec.scale(), minus || bytes < 0) && in.accept();
    }

    private boolean set(Encoding out, long units, boolean minus) {
        return switch (distance) {
            case SIGNED -> spec.setSigned(out, units);
            case UNSIGNED -> spec.set(out, units);
            case NEGATED -> spec.set(out, -units);
            case SIGN_AND_MAGNITUDE ->
                out.set(spec.slot(0), minus ? 0 : 1) && magnitude().set(out, Math.abs(units));
            case SIGNED_WITH_J_BITS -> {
                long limit = 1L << (spec.width() - 1);
                yield units >= -limit && units < limit && spec.set(out, exchangeJ(units & (2 * limit - 1)));
            }
        };
    }

    @Override
    public List<Slot> slots() {
        return spec.as(Slot.Role.NUMBER);
    }
}
