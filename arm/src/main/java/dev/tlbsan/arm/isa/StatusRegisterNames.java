package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The names of program status registers and of banked registers (DDI 0487, F5.1 MSR, MRS and MSR (Banked register)). */
final class StatusRegisterNames {
    private static final String FIELDS = "cxsf";
    private static final int SPSR = 32;

    private StatusRegisterNames() {}

    /** By R and a mask of bytes: {@code cpsr_fc}, or its letters the other way round. */
    static List<String> masked() {
        List<String> names = new ArrayList<>();
        for (int value = 0; value < 32; value++) {
            String register = value < 16 ? "cpsr_" : "spsr_";
            var letters = new StringBuilder();
            for (int bit = 3; bit >= 0; bit--) {
                letters.append((value >>> bit & 1) == 0 ? "" : FIELDS.charAt(bit));
            }
            String name = register + letters + "/" + register + new StringBuilder(letters).reverse();
            names.add(value % 16 == 0 ? NamedOperand.NONE : name + application(value));
        }
        return names;
    }

    /** What the bytes that User mode may write are called, too; and the whole register without a mask. */
    private static String application(int value) {
        return switch (value) {
            case 4 -> "/apsr_g";
            case 8 -> "/apsr_nzcvq";
            case 9 -> "/cpsr";
            case 12 -> "/apsr_nzcvqg";
            case 25 -> "/spsr";
            default -> "";
        };
    }

    /** By R and SYSm. */
    static List<String> banked() {
        String[] names = new String[64];
        Arrays.fill(names, NamedOperand.NONE);
        for (int n = 8; n <= 14; n++) {
            names[n - 8] = CoreRegisterOperand.name(n) + "_usr";
            names[n] = CoreRegisterOperand.name(n) + "_fiq";
        }
        List<String> modes = List.of("irq", "svc", "abt", "und");
        for (int i = 0; i < modes.size(); i++) {
            names[16 + 2 * i] = "lr_" + modes.get(i);
            names[17 + 2 * i] = "sp_" + modes.get(i);
            names[SPSR + 16 + 2 * i] = "spsr_" + modes.get(i);
        }
        names[30] = "elr_hyp";
        names[31] = "sp_hyp";
        names[SPSR + 14] = "spsr_fiq";
        names[SPSR + 30] = "spsr_hyp";
        return Collections.unmodifiableList(Arrays.asList(names));
    }
}
