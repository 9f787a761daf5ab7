package dev.tlbsan.kvm;

import static dev.tlbsan.kvm.Siblings.runGuest;
import static dev.tlbsan.kvm.Siblings.stepTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Into guests and out again: what both world switches have in common. */
@ParameterizedClass
@EnumSource(Arch.class)
class GuestEntryTest {
    private final Arch arch;
    private final String report;

    GuestEntryTest(Arch arch) {
        this.arch = arch;
        this.report = TestHost.call(arch, 0x8600_0000);
    }

    @Test
    void theHostCannotCallWhileItsCpuIsInAGuest() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            stepTo(host.cpu(0), State.IN_GUEST);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> host.cpu(0).hyp().flushVmContext())
                    .withMessage("the host cannot call, its CPU is in vm0/vcpu0");
        }
    }

    @Test
    void generalRegistersFlagsAndPcSurviveBeingSwitchedAway() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 2);
            int registers = arch == Arch.ARM64 ? 31 : 15;
            long masked = siblings.vcpu(0).context().pstate();
            for (int i = 0; i < 2; i++) {
                for (int x = 0; x < registers; x++) {
                    siblings.vcpu(i).context().register(x, 100L * i + x);
                }
                siblings.vcpu(i).context().pstate((i == 0 ? 0x6000_0000L : 0x9000_0000L) | masked);
            }
            for (int round = 0; round < 4; round++) {
                host.cpu(0).switchTo(siblings.thread(round % 2));
                stepTo(host.cpu(0), State.IN_GUEST);
            }
            host.cpu(0).switchTo(null);
            for (int i = 0; i < 2; i++) {
                GuestRegisters context = siblings.vcpu(i).context();
                for (int x = 0; x < registers; x++) {
                    assertThat(context.register(x)).isEqualTo(100L * i + x);
                }
                assertThat(context.pc()).isEqualTo(TestHost.MEMORY);
                assertThat(context.pstate()).isEqualTo((i == 0 ? 0x6000_0000L : 0x9000_0000L) | masked);
            }
        }
    }

    @Test
    void theVirtualTimerOfOneVcpuDoesNotRunForAnother() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu first = host.vcpu(host.choose(
                            "mov x2, #-1; msr cntv_cval_el0, x2; mov x2, #1; msr cntv_ctl_el0, x2; mrs x1, cntv_ctl_el0",
                            "mvn r2, #0; mcrr p15, 3, r2, r2, c14; mov r2, #1; mcr p15, 0, r2, c14, c3, 1;"
                                    + "mrc p15, 0, r1, c14, c3, 1")
                    + report);
            Vcpu second = TestHost.vcpu(first.vm(), 1);
            String read = host.choose("mrs x1, cntv_ctl_el0", "mrc p15, 0, r1, c14, c3, 1");
            TestHost.load(first.vm(), TestHost.MEMORY + 0x100, read + report);
            second.context().pc(TestHost.MEMORY + 0x100);
            assertThat(x1(first.run()) & 1).isEqualTo(1);
            assertThat(host.pe(0).peek(SystemRegister.CNTV_CTL_EL0)).isZero();
            assertThat(x1(second.run())).isZero();
            first.context().pc(TestHost.MEMORY + 0x100);
            assertThat(x1(first.run()) & 1).isEqualTo(1);
        }
    }

    private static long x1(VcpuExit exit) {
        return ((VcpuExit.Hypercall) exit).x1();
    }

    @Test
    void guestTimeDoesNotGoBackWhenAVcpuMoves() {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings busy = new Siblings(host, 1);
            host.cpu(1).switchTo(busy.thread(0));
            Vcpu vcpu = host.vcpu(host.choose("mrs x1, cntvct_el0", "mrrc p15, 1, r1, r2, c14") + report);
            long last = 0;
            for (int i = 0; i < 6; i++) {
                runGuest(host.cpu(1));
                vcpu.context().pc(TestHost.MEMORY);
                long now = x1(vcpu.run());
                assertThat(now).isGreaterThan(last);
                last = now;
            }
        }
    }

    @Test
    void physicalInterruptsTakeTheGuestOut() {
        try (TestHost host = new TestHost(arch, 1)) {
            HostCpu cpu = host.cpu(0);
            Siblings siblings = new Siblings(host, 1);
            cpu.switchTo(siblings.thread(0));
            runGuest(cpu);
            siblings.thread(0).leaveGuest(cpu);
            siblings.vcpu(0).context().pc(TestHost.MEMORY);
            stepTo(cpu, State.IN_GUEST);
            siblings.thread(0).step(cpu, 7);
            siblings.thread(0).leaveGuest(cpu);
            assertThat(siblings.thread(0).state()).isEqualTo(State.EXITED);
            assertThat(siblings.vcpu(0).context().pc()).isEqualTo(TestHost.MEMORY + 8);
            assertThat(host.pe(0).interruptPending()).isFalse();
        }
    }
}
