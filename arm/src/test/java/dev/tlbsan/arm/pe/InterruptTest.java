package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptTest {
    private final TestPe test = TestPe.withEl2();

    /** Where an interrupt goes: 1 or 2, or 0 if it stays pending (DDI 0487, D1.3.6, tables of routing and masking). */
    @ParameterizedTest(name = "at EL{0}, routed {1}, TGE {2}, masked {3}: EL{4}")
    @CsvSource({
        "0, false, false, false, 1",
        "0, false, false, true, 0",
        "0, true, false, false, 2",
        "0, true, false, true, 2",
        "0, false, true, true, 2",
        "1, false, false, false, 1",
        "1, false, false, true, 0",
        "1, true, false, false, 2",
        "1, true, false, true, 2",
        "2, false, false, false, 0",
        "2, false, false, true, 0",
        "2, true, false, false, 2",
        "2, true, false, true, 0",
        "2, false, true, false, 2",
        "2, false, true, true, 0",
    })
    void physicalInterruptsAreRoutedAndMasked(int el, boolean routed, boolean tge, boolean masked, int taker) {
        for (InterruptLine line : List.of(InterruptLine.IRQ, InterruptLine.FIQ, InterruptLine.SERROR)) {
            test.reset();
            test.with(SystemRegister.HCR_EL2, (routed ? line.route() : 0) | (tge ? HcrEl2.TGE : 0));
            test.at(el);
            test.pe.state().interruptMasks(masked ? line.mask() : 0);
            test.pe.line(line, true);
            assertThat(test.pe.interruptPending()).isEqualTo(taker != 0);
            assertThat(test.pe.takePendingInterrupt()).isEqualTo(taker != 0);
            assertThat(test.pe.currentEl()).isEqualTo(taker == 0 ? el : taker);
            test.pe.line(line, false);
        }
    }

    @ParameterizedTest(name = "at EL{0}, enabled {1}, TGE {2}, masked {3}: taken {4}")
    @CsvSource({
        "0, true, false, false, true",
        "1, true, false, false, true",
        "1, true, false, true, false",
        "1, false, false, false, false",
        "0, true, true, false, false",
        "2, true, false, false, false",
    })
    void virtualInterruptsAreTakenToEl1(int el, boolean enabled, boolean tge, boolean masked, boolean taken) {
        for (InterruptLine line : InterruptLine.values()) {
            if (line.isVirtual()) {
                test.reset();
                test.with(SystemRegister.HCR_EL2, (enabled ? line.route() : 0) | (tge ? HcrEl2.TGE : 0));
                test.at(el);
                test.pe.state().interruptMasks(masked ? line.mask() : 0);
                test.pe.line(line, true);
                assertThat(test.pe.takePendingInterrupt()).as(line.name()).isEqualTo(taken);
                assertThat(test.pe.currentEl()).isEqualTo(taken ? 1 : el);
                test.pe.line(line, false);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 10480", "6, 10500", "8, 10580"})
    void hypervisorBitsMakeVirtualInterruptsPending(int bit, String vector) {
        long enables = HcrEl2.IMO | HcrEl2.FMO | HcrEl2.AMO;
        test.with(SystemRegister.HCR_EL2, enables | 1L << bit).at(0);
        test.pe.state().interruptMasks(0);
        assertThat(test.pe.takePendingInterrupt()).isTrue();
        assertThat(test.pc()).isEqualTo(Long.parseLong(vector, 16));
        assertThat(test.get(SystemRegister.ELR_EL1)).isEqualTo(TestPe.CODE);
        boolean systemError = bit == 8;
        assertThat(test.get(SystemRegister.HCR_EL2) >>> bit & 1).isEqualTo(systemError ? 0 : 1);
        assertThat(test.get(SystemRegister.ESR_EL1)).isEqualTo(systemError ? 0xbe00_0000L : 0);
    }

    @Test
    void prioritiesAreInTheOrderOfTheLines() {
        long all = HcrEl2.IMO | HcrEl2.FMO | HcrEl2.AMO;
        List<Long> vectors = new ArrayList<>();
        for (InterruptLine line : InterruptLine.values()) {
            test.reset();
            test.with(SystemRegister.HCR_EL2, all).at(0);
            test.pe.state().interruptMasks(0);
            for (InterruptLine other : InterruptLine.values()) {
                test.pe.line(other, other.ordinal() >= line.ordinal());
            }
            test.pe.takePendingInterrupt();
            vectors.add(test.pc());
            for (InterruptLine other : InterruptLine.values()) {
                test.pe.line(other, false);
            }
        }
        assertThat(vectors).containsExactly(0x20500L, 0x20480L, 0x10480L, 0x10500L, 0x20580L, 0x10580L);
    }

    @Test
    void aSystemErrorIsTakenOnce() {
        test.at(1);
        test.pe.state().interruptMasks(0);
        test.pe.line(InterruptLine.SERROR, true);
        assertThat(test.pe.takePendingInterrupt()).isTrue();
        assertThat(test.get(SystemRegister.ESR_EL1)).isEqualTo(0xbe00_0000L);
        test.pe.state().interruptMasks(0);
        assertThat(test.pe.interruptPending()).isFalse();
    }

    @Test
    void withoutEl2EverythingGoesToEl1() {
        TestPe withoutEl2 = TestPe.withoutEl2();
        withoutEl2.pe.state().interruptMasks(0);
        withoutEl2.pe.irqLine(true);
        assertThat(withoutEl2.pe.takePendingInterrupt()).isTrue();
        assertThat(withoutEl2.pc()).isEqualTo(TestPe.VBAR_EL1 + 0x280);
    }

    @Test
    void unmaskingMakesAnInterruptPending() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.IMO);
        test.pe.irqLine(true);
        assertThat(test.pe.interruptPending()).isFalse();
        test.pe.writePstate(3 << 11 | 4 << 7 | 2 << 3 | 7);
        assertThat(test.pe.interruptPending()).isTrue();
        test.pe.writePstate(3 << 11 | 4 << 7 | 2 << 3 | 6);
        assertThat(test.pe.interruptPending()).isFalse();
        test.pe.write(SystemRegister.DAIF, 0);
        assertThat(test.pe.interruptPending()).isTrue();
    }

    @Test
    void theStatusRegisterShowsVirtualInterruptsToGuests() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.IMO | HcrEl2.VI | HcrEl2.AMO);
        test.pe.line(InterruptLine.FIQ, true);
        test.pe.line(InterruptLine.SERROR, true);
        assertThat(test.pe.read(SystemRegister.ISR_EL1)).isEqualTo(0x140);
        test.at(1);
        assertThat(test.pe.read(SystemRegister.ISR_EL1)).isEqualTo(0xc0);
    }

    @ParameterizedTest
    @EnumSource(
            value = InterruptLine.class,
            names = {"IRQ", "FIQ", "SERROR"})
    void maskedInterruptsEndAWaitWithoutBeingTaken(InterruptLine line) {
        test.at(1);
        test.with(SystemRegister.SCTLR_EL1, 0);
        test.pe.hint(3);
        assertThat(test.pe.power()).isEqualTo(Power.WFI);
        test.pe.line(line, true);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
        assertThat(test.pe.takePendingInterrupt()).isFalse();
        test.pe.hint(3);
        assertThat(test.pe.power()).isEqualTo(Power.ON);
    }

    @Test
    void listenersHearOfInterruptsAndPower() {
        List<String> heard = new ArrayList<>();
        test.pe.addListener(new PeListener() {
            @Override
            public void attention() {
                heard.add("attention");
            }
        });
        test.pe.irqLine(true);
        test.pe.irqLine(false);
        test.pe.power(Power.OFF);
        assertThat(heard).containsExactly("attention", "attention");
    }
}
