package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.HcrEl2;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The virtual interrupts of a vCPU, and its timer while nobody but the host looks after it. */
@ParameterizedClass
@EnumSource(Arch.class)
class InterruptLineTest {
    private static final int ASSERTED = 5;

    private final TestHost host;

    InterruptLineTest(Arch arch) {
        host = new TestHost(arch, 1);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private long hcr() {
        return host.pe(0).peek(SystemRegister.HCR_EL2) & (HcrEl2.VI | HcrEl2.VF);
    }

    @Test
    void aGuestThatRunsLeavesToComeBackWithTheInterrupt() {
        Siblings siblings = new Siblings(host, 1);
        Vcpu vcpu = siblings.vcpu(0);
        host.cpu(0).switchTo(siblings.thread(0));
        Siblings.stepTo(host.cpu(0), State.IN_GUEST);
        assertThat(hcr()).isZero();
        vcpu.irqLine(true);
        assertThat(siblings.thread(0).state()).isEqualTo(State.EXITED);
        Siblings.stepTo(host.cpu(0), State.IN_GUEST);
        assertThat(hcr()).isEqualTo(HcrEl2.VI);
        vcpu.irqLine(true);
        assertThat(siblings.thread(0).state()).as("nothing new").isEqualTo(State.IN_GUEST);
        vcpu.fiqLine(true);
        Siblings.stepTo(host.cpu(0), State.IN_GUEST);
        assertThat(hcr()).isEqualTo(HcrEl2.VI | HcrEl2.VF);
        vcpu.irqLine(false);
        assertThat(siblings.thread(0).state()).isEqualTo(State.EXITED);
        Siblings.stepTo(host.cpu(0), State.IN_GUEST);
        assertThat(hcr()).isEqualTo(HcrEl2.VF);
    }

    /** Switches the timer on, whose time has come, says what its control is, switches it off, and says so again. */
    private Vcpu timed() {
        String call = TestHost.call(host.arch(), 0x8600_0000);
        return host.vcpu(
                "mov x3, #1; msr cntv_ctl_el0, x3; mrs x1, cntv_ctl_el0" + call
                        + "msr cntv_ctl_el0, xzr; mrs x1, cntv_ctl_el0" + call,
                "mov r3, #1; mcr p15, #0, r3, c14, c3, #1; mrc p15, #0, r1, c14, c3, #1" + call
                        + "mov r3, #0; mcr p15, #0, r3, c14, c3, #1; mrc p15, #0, r1, c14, c3, #1" + call);
    }

    @Test
    void theVmmIsToldOfTheTimerOnceAndTheGuestGoesOnWithItsTimerAsItWas() {
        Vcpu vcpu = timed();
        assertThat(vcpu.timer().output()).isFalse();
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Interrupted());
        assertThat(vcpu.timer().output()).isTrue();
        long instructions = host.machine().instructions();
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, ASSERTED, 0));
        assertThat(host.machine().instructions() - instructions).isEqualTo(4);
        assertThat(vcpu.timer().output()).isTrue();
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 0, 0));
        assertThat(vcpu.timer().output()).isFalse();
    }

    @Test
    void aTimerThatIsAssertedOnOneVcpuDoesNotMaskThatOfAnother() {
        Vcpu first = timed();
        first.run();
        Vcpu second = timed();
        assertThat(second.run()).isEqualTo(new VcpuExit.Interrupted());
        assertThat(second.timer().output()).isTrue();
    }

    @Test
    void aResetVcpuHasNoTimer() {
        Vcpu vcpu = timed();
        vcpu.run();
        vcpu.reset();
        vcpu.context().pc(TestHost.MEMORY);
        assertThat(vcpu.timer().deadline()).isEqualTo(VirtualTimer.NEVER);
        assertThat(vcpu.run()).as("the output has gone").isEqualTo(new VcpuExit.Interrupted());
        assertThat(vcpu.timer().output()).isFalse();
    }
}
