package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.RegisterFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Behaviour of AArch32 recorded from QEMU, another implementation of the same manual. */
class Aarch32RecordedTest {
    private static final Aarch32Register[] CONTROLS = {
        Aarch32Register.HCR,
        Aarch32Register.HSTR,
        Aarch32Register.HCPTR,
        Aarch32Register.HDCR,
        Aarch32Register.CNTHCTL,
        Aarch32Register.CNTKCTL,
        Aarch32Register.SCTLR,
        Aarch32Register.DBGDSCRext
    };
    private static final Aarch32Mode[] MODES = {Aarch32Mode.USER, Aarch32Mode.SUPERVISOR, Aarch32Mode.HYP};
    private static final String UNDEFINED = "1:4:4";
    private static final Pattern HSR = Pattern.compile(" hsr=([0-9a-f]+)");

    /** What the manual has a control trap to Hyp mode and the recording does not: control, then the accesses. */
    private static final Map<String, String> ALSO_TRAPPED = Map.ofEntries(
            Map.entry("TID1", "(TCMTR|TLBTR|REVIDR)_read"),
            Map.entry("TID3", "(ID_|un15_0_c0_c[237]_).*_read"),
            Map.entry("TIDCP", "un15_0_c(9|11)_c0_.*"),
            Map.entry("TRVM", "(SCTLR|TTBR.|TTBCR|DACR|A?[DI]FSR|[DI]FAR|A?MAIR.|CONTEXTIDR).*_read"),
            Map.entry("TCPAC", "CPACR_.*"),
            Map.entry("TPU", "(ICIALLUIS|ICIALLU|ICIMVAU|DCCMVAU)"),
            Map.entry("TPC", "(DCIMVAC|DCCMVAC|DCCIMVAC)"),
            Map.entry("TSW", "(DCISW|DCCSW|DCCISW)"),
            Map.entry("TDRA", "DBGD[RS]AR_wide_read"),
            Map.entry("TDE", "DBGD[RS]AR_wide_read"),
            Map.entry("TGE", "DBGD[RS]AR_wide_read"),
            Map.entry("PL1PCTEN", "CNTPCT_wide_read"));

    private final Aarch32TestPe test = Aarch32TestPe.withEl2();

    @Test
    void everyCoprocessorAccessTrapsUnderEveryControlAsOnQemu() {
        Map<String, long[]> controls = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String[] fields : RecordedLines.of("qemu-aarch32-traps.txt")) {
            if (fields[0].equals("control")) {
                controls.put(fields[1], hex(fields, 2));
                continue;
            }
            Map<String, String> exceptions = exceptions(fields);
            for (Map.Entry<String, long[]> control : controls.entrySet()) {
                if (isRecorded(fields[0], control.getKey())) {
                    String recorded = exceptions.getOrDefault(control.getKey(), fields[3]);
                    String expected = asTheManualSays(fields, control.getKey(), recorded);
                    String actual = outcome(fields, control.getValue());
                    if (!actual.equals(expected)) {
                        differences.add("%s %s %s: %s instead of %s"
                                .formatted(fields[0], fields[2], control.getKey(), actual, expected));
                    }
                    compared++;
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(40_000);
    }

    @Test
    void everyExceptionIsEnteredAsOnQemu() {
        List<String> differences = new ArrayList<>();
        List<String[]> recorded = RecordedLines.of("qemu-aarch32-exceptions.txt");
        for (String[] fields : recorded) {
            String expected = entryAsTheManualSays(fields);
            String actual = String.join(" ", fields[0], fields[1], fields[2], fields[3], entryState(fields));
            if (!actual.equals(expected)) {
                differences.add(expected + " but " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(recorded).hasSizeGreaterThan(600);
    }

    /**
     * Where the recorded state is not what the manual says: the SPSR of a trapped SMC has the IT state that it was executed
     * with; HSR.IL is not valid for Prefetch Aborts, nor HSR.ISV set for faults of stage 1; HSR always has the long format.
     */
    private static String entryAsTheManualSays(String[] fields) {
        String line = String.join(" ", fields);
        Matcher hsr = HSR.matcher(line);
        if (!hsr.find()) {
            return line;
        }
        long syndrome = Long.parseLong(hsr.group(1), 16);
        long right = switch (fields[3]) {
            case "bkpt" -> syndrome & ~(1L << 25);
            case "load-odd", "store-odd" -> (syndrome & 0xfc00_0040L) | 0x21;
            case "load-nowhere", "store-nowhere", "fetch-nowhere" -> (syndrome & 0xfc00_0040L) | 0x10;
            default -> syndrome;
        };
        String corrected = hsr.replaceFirst(" hsr=" + Long.toHexString(right));
        return fields[3].equals("smc") ? corrected.replaceFirst(" spsr=[0-9a-f]+", " spsr=" + fields[1]) : corrected;
    }

    private String entryState(String[] fields) {
        test.reset();
        configure(fields[0], fields[3].endsWith("odd"));
        test.at(Long.parseLong(fields[1], 16));
        long va = fields[3].startsWith("fetch") ? 0x6000_0100 : Aarch32TestPe.CODE;
        int bytes = Integer.parseInt(fields[2]);
        long itState = test.pe.registers()[RegisterFile.IT];
        try {
            execute(fields[3]);
            return "ok";
        } catch (GuestException e) {
            boolean after = e.syndrome().returnsAfter();
            test.pe.registers()[RegisterFile.IT] = after ? Aarch32TestPe.advanced(itState) : itState;
            test.pe.take(e, va, bytes);
        }
        boolean hyp = test.mode() == Aarch32Mode.HYP;
        String state = "%d:%x cpsr=%x spsr=%x"
                .formatted(
                        hyp ? 2 : 1,
                        test.pc() - (hyp ? Aarch32TestPe.HVBAR : Aarch32TestPe.VBAR),
                        test.fullCpsr(),
                        test.readSpsr());
        return state + (hyp ? hypState(va) : pl1State(va));
    }

    private void configure(String configuration, boolean aligned) {
        boolean tge = configuration.equals("TGE");
        boolean te = configuration.equals("TE");
        test.with(Aarch32Register.HCR, HcrEl2.TSC | (tge ? HcrEl2.TGE : 0));
        test.with(Aarch32Register.HDCR, tge || configuration.equals("TDE") ? 0xf00 : 0);
        test.with(Aarch32Register.SCTLR, (te ? 0x4200_0000 : 0) | (aligned ? 2 : 0));
        test.with(Aarch32Register.HSCTLR, aligned ? 2 : 0);
        test.with(Aarch32Register.TTBCR, configuration.equals("EAE") ? 1L << 31 : 0);
    }

    private void execute(String cause) {
        switch (cause) {
            case "svc" -> test.pe.raise(ExceptionCause.SVC.encode(test.isThumb() ? 0x34 : 0x1234));
            case "hvc" -> test.pe.raise(ExceptionCause.HVC.encode(0x1234));
            case "smc" -> test.pe.raise(ExceptionCause.SMC.encode(0));
            case "bkpt" -> test.pe.raise(ExceptionCause.BRK.encode(0x12));
            case "load-odd" -> test.pe.dataAccess().load(0x4020_0001, 4);
            case "store-odd" -> test.pe.dataAccess().store(0x4020_0001, 4, 0);
            case "load-nowhere" -> test.pe.dataAccess().load(0x6000_0000, 4);
            case "store-nowhere" -> test.pe.dataAccess().store(0x6000_0000, 4, 0);
            case "fetch-nowhere" -> test.pe.dataAccess().fetch(0x6000_0100);
            default -> test.pe.raise(ExceptionCause.UNDEFINED.encode(0));
        }
    }

    private String pl1State(long va) {
        return " lr=%x dfsr=%x ifsr=%x dfar=%x ifar=%x"
                .formatted(
                        test.r(14) - va,
                        test.get(Aarch32Register.DFSR),
                        test.get(Aarch32Register.IFSR),
                        test.get(Aarch32Register.DFAR),
                        test.get(Aarch32Register.IFAR));
    }

    private String hypState(long va) {
        return " elr=%x hsr=%x hdfar=%x hifar=%x hpfar=%x"
                .formatted(
                        test.get(SystemRegister.ELR_EL2) - va,
                        test.get(Aarch32Register.HSR),
                        test.get(Aarch32Register.HDFAR),
                        test.get(Aarch32Register.HIFAR),
                        test.get(Aarch32Register.HPFAR));
    }

    private static boolean isRecorded(String level, String control) {
        return switch (level) {
            case "0" -> true;
            case "1" -> !control.equals("TGE");
            default -> control.equals("BASE");
        };
    }

    /**
     * Where the recorded outcome is not what the manual says: HSTR traps at PL1 even what is UNDEFINED; several controls
     * are not implemented there; CNTHCTL.PL1PCTEN, not PL1PCEN, traps CNTPCT at PL0 too.
     */
    private static String asTheManualSays(String[] fields, String control, String recorded) {
        boolean pl0 = fields[0].equals("0");
        int word = word(fields);
        boolean undefined = recorded.equals(UNDEFINED);
        if (!pl0 && undefined && control.equals("T" + major(word)) && (word >>> 8 & 15) == 15) {
            return trap(word);
        }
        boolean mayTrap = !undefined || (!pl0 && control.equals("TIDCP"));
        if (mayTrap && fields[2].matches(ALSO_TRAPPED.getOrDefault(control, ""))) {
            return trap(word);
        }
        return switch (control) {
            case "UDCCDIS" -> pl0 && fields[2].matches("DBGD(IDR|RAR|SAR).*_read") ? UNDEFINED : recorded;
            case "CP15BEN" -> fields[2].startsWith("CP15") ? UNDEFINED : recorded;
            case "PL1PCEN" -> fields[2].equals("CNTPCT_wide_read") ? "ok" : recorded;
            default -> recorded;
        };
    }

    private static boolean isPair(int word) {
        return (word >>> 24 & 15) == 0xc;
    }

    private static int major(int word) {
        return isPair(word) ? word & 15 : word >>> 16 & 15;
    }

    /** A trap to Hyp mode with the syndrome that the instruction word gives (DDI 0487, G8.2.60). */
    private static String trap(int word) {
        boolean debug = (word >>> 8 & 15) == 14;
        int common = 0x3e0_0000 | (word & 15) << 1 | (word >>> 20 & 1) | (word >>> 12 & 15) << 5;
        int fields = isPair(word)
                ? (word >>> 4 & 15) << 16 | (word >>> 16 & 15) << 10
                : (word >>> 5 & 7) << 17 | (word >>> 21 & 7) << 14 | (word >>> 16 & 15) << 10;
        int exceptionClass = isPair(word) ? debug ? 0xc : 4 : debug ? 5 : 3;
        return "2:14:%x:0".formatted(exceptionClass << 26 | common | fields);
    }

    private String outcome(String[] fields, long[] controls) {
        test.reset();
        for (int n = 0; n < CONTROLS.length; n++) {
            test.with(CONTROLS[n], controls[n]);
        }
        test.at(MODES[Integer.parseInt(fields[0])]);
        if (!test.faults(() -> test.executeCoprocessor(word(fields)))) {
            return "ok";
        }
        if (test.mode() != Aarch32Mode.HYP) {
            return "1:%x:%x".formatted(test.pc() - Aarch32TestPe.VBAR, test.r(14) - Aarch32TestPe.CODE);
        }
        long elr = test.get(SystemRegister.ELR_EL2);
        long hsr = test.get(Aarch32Register.HSR);
        return "2:%x:%x:%x".formatted(test.pc() - Aarch32TestPe.HVBAR, hsr, elr - Aarch32TestPe.CODE);
    }

    private static int word(String[] fields) {
        return Integer.parseUnsignedInt(fields[1], 16);
    }

    private static Map<String, String> exceptions(String[] fields) {
        Map<String, String> exceptions = new HashMap<>();
        for (int n = 4; n < fields.length; n++) {
            String[] pair = fields[n].split("=", -1);
            exceptions.put(pair[0], pair[1]);
        }
        return exceptions;
    }

    private static long[] hex(String[] fields, int from) {
        long[] values = new long[fields.length - from];
        for (int n = 0; n < values.length; n++) {
            values[n] = Long.parseUnsignedLong(fields[from + n], 16);
        }
        return values;
    }
}
