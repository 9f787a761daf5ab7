package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.SystemRegister;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A system register, by its name, or by its generic name if it has none here.
 *
 * @param o0 the low bit of op0
 * @param name op1, CRn, CRm and op2
 */
record SystemRegisterOperand(Slot o0, Slot name) implements Operand {
    private static final int OP0_BASE = 2;
    private static final Pattern GENERIC = Pattern.compile("s([23])_([0-7])_c(\\d+)_c(\\d+)_([0-7])");

    static SystemRegisterOperand of(OperandSpec spec) {
        return new SystemRegisterOperand(
                spec.slot(0).slice(14, 14), spec.slot(0).slice(13, 0));
    }

    @Override
    public void print(int word, long va, StringBuilder out) {
        int encoding = (OP0_BASE + o0.in(word)) << 14 | name.in(word);
        SystemRegister register = SystemRegister.of(encoding);
        out.append(register == null ? genericName(encoding) : register.assemblyName());
    }

    private static String genericName(int encoding) {
        return "s%d_%d_c%d_c%d_%d"
                .formatted(
                        SystemOperation.op0(encoding),
                        SystemOperation.op1(encoding),
                        SystemOperation.crn(encoding),
                        SystemOperation.crm(encoding),
                        SystemOperation.op2(encoding));
    }

    @Override
    public boolean parse(Source in, Encoding out) {
        int encoding = encoding(in.word());
        int op0 = SystemOperation.op0(encoding) - OP0_BASE;
        return encoding >= 0 && out.set(o0, op0) && out.set(name, encoding & 0x3fff) && in.accept();
    }

    private static int encoding(String word) {
        @Nullable SystemRegister register = SystemRegister.named(word);
        if (register != null) {
            return register.encoding();
        }
        Matcher matcher = GENERIC.matcher(word);
        if (!matcher.matches()) {
            return -1;
        }
        int crn = Integer.parseInt(matcher.group(3));
        int crm = Integer.parseInt(matcher.group(4));
        int op0 = Integer.parseInt(matcher.group(1));
        int op1 = Integer.parseInt(matcher.group(2));
        int op2 = Integer.parseInt(matcher.group(5));
        return crn < 16 && crm < 16 ? SystemOperation.encode(op0, op1, crn, crm, op2) : -1;
    }

    @Override
    public List<Slot> slots() {
        return List.of(o0, name);
    }
}
