package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Aarch32ModeTest {
    private static final int CPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0xf);
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0x1f);
    private static final int SP = 13;
    private static final int LR = 14;
    private static final long MASKED = 0x1c0;

    private final Aarch32TestPe test = Aarch32TestPe.withEl2();

    private void changeMode(Aarch32Mode mode) {
        test.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.STATUS, 1), 0xc0 | mode.number());
    }

    private boolean isUndefined(Runnable instruction) {
        try {
            instruction.run();
            return false;
        } catch (GuestException e) {
            assertThat(e.syndrome().exceptionClass()).isEqualTo(ExceptionClass.UNKNOWN);
            return true;
        }
    }

    @Test
    void resetIsToTheHighestLevelWithAllMaskedInA32State() {
        assertThat(test.cpsr()).isEqualTo(MASKED | 0x1a);
        assertThat(test.pe.currentEl()).isEqualTo(2);
        assertThat(test.pe.aarch32()).isTrue();
        assertThat(test.pe.instructionState()).isEqualTo(InstructionState.A32);
        Aarch32TestPe withoutEl2 = Aarch32TestPe.withoutEl2();
        assertThat(withoutEl2.cpsr()).isEqualTo(MASKED | 0x13);
        assertThat(withoutEl2.pe.currentEl()).isEqualTo(1);
    }

    @Test
    void resetForgetsModeAndBanks() {
        test.at(0x1d1 | 1 << 9);
        for (int n = 0; n <= LR; n++) {
            test.pe.registers()[n] = 0x1000L + n;
        }
        changeMode(Aarch32Mode.IRQ);
        test.reset();
        assertThat(test.mode()).isEqualTo(Aarch32Mode.HYP);
        assertThat(test.pe.bigEndian()).isFalse();
        test.at(0x1d1);
        assertThat(test.r(8)).isZero();
        assertThat(test.r(SP)).isZero();
        assertThat(test.r(LR)).isZero();
    }

    /** Every mode's registers keep what was written in it, and share what the manual says is shared. */
    @Test
    void modesHaveTheirOwnRegistersWhereTheManualSaysSo() {
        List<Aarch32Mode> privileged = new ArrayList<>(List.of(Aarch32Mode.values()));
        privileged.removeAll(List.of(Aarch32Mode.USER, Aarch32Mode.HYP));
        test.pe.registers()[SP] = 0xa000;
        test.pe.registers()[LR] = 0xa001;
        test.at(Aarch32Mode.SYSTEM);
        assertThat(test.r(LR)).isEqualTo(0xa001);
        for (Aarch32Mode mode : privileged) {
            changeMode(mode);
            for (int n = 0; n <= LR; n++) {
                test.pe.registers()[n] = 0x100L * mode.number() + n;
            }
        }
        for (Aarch32Mode mode : privileged) {
            changeMode(mode);
            for (int n = 0; n <= LR; n++) {
                boolean own = n >= SP || (n >= 8 && mode == Aarch32Mode.FIQ);
                Aarch32Mode owner = own ? mode : Aarch32Mode.SYSTEM;
                assertThat(test.r(n)).as("R%d in %s", n, mode).isEqualTo(0x100L * owner.number() + n);
            }
        }
        changeMode(Aarch32Mode.USER);
        assertThat(test.r(SP)).isEqualTo(0x100L * Aarch32Mode.SYSTEM.number() + SP);
        assertThat(test.r(LR)).isEqualTo(0x100L * Aarch32Mode.SYSTEM.number() + LR);
    }

    @ParameterizedTest
    @CsvSource({
        "8, f8000000",
        "4, 000f0000",
        "2, 00000300",
        "1, 000000c0",
        "f, f80f03c0",
    })
    void writesOfTheCpsrChangeTheBytesNamed(String mask, String changed) {
        test.at(Aarch32Mode.SUPERVISOR);
        test.pe.writeSystemRegister(CPSR, Aarch32Mode.SUPERVISOR.number());
        int operation = Aarch32Operation.encode(Aarch32Operation.STATUS, Integer.parseInt(mask, 16));
        test.pe.writeSystemRegister(operation, 0xffff_ffe0L | Aarch32Mode.SUPERVISOR.number());
        assertThat(test.fullCpsr()).isEqualTo(Long.parseLong(changed, 16) | Aarch32Mode.SUPERVISOR.number());
    }

    @Test
    void userModeWritesFlagsAndEndiannessOnly() {
        test.at(Aarch32Mode.USER);
        test.pe.writeSystemRegister(CPSR, 0xffff_ffffL & ~MASKED);
        assertThat(test.fullCpsr()).isEqualTo(0xf80f_0200L | MASKED | Aarch32Mode.USER.number());
        assertThat(test.pe.bigEndian()).isTrue();
        test.pe.writeSystemRegister(
                Aarch32Operation.encode(Aarch32Operation.CHANGE_STATE, 2 << 9 | 7 << 6 | 1 << 5 | 0x13), 0);
        assertThat(test.cpsr() & 0x1ff).isEqualTo(MASKED | Aarch32Mode.USER.number());
        test.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.SET_ENDIANNESS, 0), 0);
        assertThat(test.pe.bigEndian()).isFalse();
    }

    @Test
    void mrsHidesTheExecutionState() {
        test.at(0xf8ef_ff00L | 0x20 | MASKED | 0x13);
        assertThat(test.cpsr()).isEqualTo(0xf80f_03d3L);
        assertThat(test.pe.registers()[RegisterFile.IT]).isEqualTo(0xfc);
        assertThat(test.pe.instructionState()).isEqualTo(InstructionState.T32);
    }

    /** Imod, and M with the mode in six bits; then A, I and F, and the mode. */
    @ParameterizedTest
    @CsvSource({
        "2, 7, 00, 000, 13",
        "3, 5, 00, 140, 13",
        "2, 2, 00, 140, 13",
        "3, 0, 32, 1c0, 12",
        "0, 0, 3f, 1c0, 1f",
        "2, 3, 37, 100, 17",
    })
    void changeProcessorStateMasksAndChangesMode(int imod, int masks, String mode, String daif, String then) {
        test.at(imod == 3 && masks != 0 ? 0x13L : MASKED | 0x13);
        int bits = imod << 9 | masks << 6 | Integer.parseInt(mode, 16);
        test.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.CHANGE_STATE, bits), 0);
        assertThat(test.cpsr() & 0x1ff).isEqualTo(Long.parseLong(daif, 16) | Long.parseLong(then, 16));
    }

    /** DDI 0487, G1.9.4. */
    @ParameterizedTest
    @CsvSource({"13, 1a", "13, 16", "13, 14", "13, 00", "1a, 13", "1a, 10", "1a, 1f", "1a, 15"})
    void illegalModeChangesSetIllegalExecutionState(String from, String to) {
        test.at(MASKED | Long.parseLong(from, 16));
        test.pe.writeSystemRegister(CPSR, MASKED | Long.parseLong(to, 16));
        assertThat(test.fullCpsr()).isEqualTo(1 << 20 | MASKED | Long.parseLong(from, 16));
        assertThat(test.faults(test.pe::checkIllegalState)).isTrue();
        boolean hyp = from.equals("1a");
        assertThat(test.mode()).isEqualTo(hyp ? Aarch32Mode.HYP : Aarch32Mode.UNDEFINED);
        assertThat(test.readSpsr()).isEqualTo(1 << 20 | MASKED | Long.parseLong(from, 16));
        assertThat(test.pe.illegalState()).isFalse();
        if (hyp) {
            assertThat(test.get(Aarch32Register.HSR) >>> 26).isEqualTo(ExceptionClass.ILLEGAL_STATE);
        }
    }

    @ParameterizedTest
    @EnumSource(Aarch32Mode.class)
    void everyModeButUserAndSystemHasItsSpsr(Aarch32Mode mode) {
        test.at(mode);
        boolean without = mode == Aarch32Mode.USER || mode == Aarch32Mode.SYSTEM;
        assertThat(isUndefined(() -> test.pe.writeSystemRegister(SPSR, 0x1234_5678)))
                .isEqualTo(without);
        assertThat(isUndefined(() -> test.pe.readSystemRegister(SPSR))).isEqualTo(without);
        if (!without) {
            test.pe.writeSystemRegister(Aarch32Operation.encode(Aarch32Operation.STATUS, 0x15), 0xffff_ffffL);
            assertThat(test.readSpsr()).isEqualTo(0x12ff_56ffL);
        }
    }

    /** The rows are modes from which the access is UNPREDICTABLE (DDI 0487, F1.2.3), which is UNDEFINED here. */
    @ParameterizedTest
    @EnumSource(BankedRegister.class)
    void bankedAccessesReachTheRegistersOfOtherModes(BankedRegister register) {
        String name = register.name();
        String bank = name.substring(name.indexOf('_') + 1);
        for (Aarch32Mode mode : Aarch32Mode.values()) {
            test.reset();
            test.at(mode);
            boolean own = abbreviation(mode).equals(bank);
            boolean undefined = mode == Aarch32Mode.USER
                    || switch (bank) {
                        case "usr" ->
                            name.startsWith("R")
                                    ? mode != Aarch32Mode.FIQ
                                    : own || (name.startsWith("LR") && mode == Aarch32Mode.HYP);
                        case "hyp" -> !(name.startsWith("ELR") && own);
                        default -> own;
                    };
            assertThat(isUndefined(() -> test.pe.readSystemRegister(register.encoding())))
                    .as("%s from %s", name, mode)
                    .isEqualTo(undefined);
            assertThat(isUndefined(() -> test.pe.writeSystemRegister(register.encoding(), 0x5a5a)))
                    .isEqualTo(undefined);
            if (!undefined) {
                assertThat(test.pe.readSystemRegister(register.encoding())).isEqualTo(0x5a5a);
                assertThat(test.r(SP)).isZero();
            }
        }
    }

    private static String abbreviation(Aarch32Mode mode) {
        return switch (mode) {
            case USER, SYSTEM -> "usr";
            case SUPERVISOR -> "svc";
            case ABORT -> "abt";
            case UNDEFINED -> "und";
            default -> mode.name().toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void bankedWritesAreSeenInTheMode() {
        test.pe.writeSystemRegister(BankedRegister.SP_svc.encoding(), 0x100);
        test.pe.writeSystemRegister(BankedRegister.LR_svc.encoding(), 0x200);
        test.pe.writeSystemRegister(BankedRegister.SPSR_svc.encoding(), 0x1d0);
        test.pe.writeSystemRegister(BankedRegister.R8_fiq.encoding(), 0x300);
        test.at(Aarch32Mode.SUPERVISOR);
        assertThat(test.r(SP)).isEqualTo(0x100);
        assertThat(test.r(LR)).isEqualTo(0x200);
        assertThat(test.readSpsr()).isEqualTo(0x1d0);
        assertThat(test.r(8)).isZero();
        changeMode(Aarch32Mode.FIQ);
        assertThat(test.r(8)).isEqualTo(0x300);
        test.pe.writeSystemRegister(BankedRegister.R12_usr.encoding(), 0x400);
        assertThat(test.r(12)).isZero();
        changeMode(Aarch32Mode.SYSTEM);
        assertThat(test.r(12)).isEqualTo(0x400);
    }

    @Test
    void userRegistersAreReachedFromTheModesOfPl1ThatHaveTheirOwn() {
        for (Aarch32Mode mode : Aarch32Mode.values()) {
            test.reset();
            test.at(mode);
            boolean permitted = mode.el() == 1 && mode != Aarch32Mode.SYSTEM;
            for (int n = 8; n <= LR; n++) {
                int operation = Aarch32Operation.encode(Aarch32Operation.USER_BANK, n);
                long value = 0x700L + n;
                assertThat(isUndefined(() -> test.pe.writeSystemRegister(operation, value)))
                        .isEqualTo(!permitted);
            }
            if (permitted) {
                changeMode(Aarch32Mode.SYSTEM);
                assertThat(test.r(8)).isEqualTo(0x708);
                assertThat(test.r(LR)).isEqualTo(0x70e);
            }
        }
    }

    @Test
    void storeReturnStateUsesTheStackOfTheModeNamed() {
        int abortStack = Aarch32Operation.encode(Aarch32Operation.MODE_STACK, Aarch32Mode.ABORT.number());
        assertThat(isUndefined(() -> test.pe.readSystemRegister(abortStack))).isTrue();
        test.at(Aarch32Mode.IRQ);
        test.pe.writeSystemRegister(abortStack, 0x800);
        assertThat(test.pe.readSystemRegister(abortStack)).isEqualTo(0x800);
        assertThat(test.r(SP)).isZero();
        int hypStack = Aarch32Operation.encode(Aarch32Operation.MODE_STACK, Aarch32Mode.HYP.number());
        assertThat(isUndefined(() -> test.pe.readSystemRegister(hypStack))).isTrue();
        changeMode(Aarch32Mode.ABORT);
        assertThat(test.r(SP)).isEqualTo(0x800);
    }
}
