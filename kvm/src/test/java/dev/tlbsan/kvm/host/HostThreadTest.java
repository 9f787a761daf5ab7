package dev.tlbsan.kvm.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.kvm.Errno;
import dev.tlbsan.kvm.KvmException;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Arch.class)
class HostThreadTest {
    private final Arch arch;

    HostThreadTest(Arch arch) {
        this.arch = arch;
    }

    /** A vCPU that counts its calls in its first argument. */
    private Vcpu reporter(TestHost host) {
        return host.vcpu(host.choose("loop: add x1, x1, #1", "loop: add r1, r1, #1") + TestHost.call(arch, 0x8600_0000)
                + "b loop");
    }

    /** A VMM that runs one vCPU and remembers why it came back. */
    private record Remembering(Vcpu vcpu, List<VcpuExit> exits) implements Vmm {
        @Override
        public Optional<Vcpu> next() {
            return Optional.of(vcpu);
        }

        @Override
        public OptionalLong alarm() {
            return OptionalLong.empty();
        }

        @Override
        public void exited(Vcpu ran, VcpuExit exit) {
            exits.add(exit);
        }
    }

    @Test
    void goesThroughTheStatesOfKvmRun() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu vcpu = reporter(host);
            vcpu.run();
            List<VcpuExit> exits = new ArrayList<>();
            var thread = new HostThread(new Remembering(vcpu, exits));
            HostCpu cpu = host.cpu(0);
            cpu.switchTo(thread);
            List<State> states = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                states.add(thread.state());
                thread.step(cpu, 100);
            }
            assertThat(states)
                    .containsExactly(
                            State.USER, State.LOADED, State.READY, State.IN_GUEST, State.EXITED, State.LEAVING);
            assertThat(thread.state()).isEqualTo(State.USER);
            assertThat(exits).containsExactly(new VcpuExit.Hypercall(0x8600_0000, 2, 0));
        }
    }

    @Test
    void holdsItsVcpuFromTheBeginningOfKvmRunToItsEnd() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            HostCpu cpu = host.cpu(0);
            Vcpu vcpu = siblings.vcpu(0);
            assertThat(vcpu.isRunning()).isFalse();
            cpu.switchTo(siblings.thread(0));
            assertThat(vcpu.isRunning()).isFalse();
            Siblings.stepTo(cpu, State.LOADED);
            assertThat(vcpu.isRunning()).isTrue();
            assertThat(vcpu.cpu()).contains(cpu);
            cpu.switchTo(null);
            assertThat(vcpu.isRunning()).isTrue();
            assertThat(vcpu.cpu()).isEmpty();
            cpu.switchTo(siblings.thread(0));
            Siblings.toUser(cpu);
            assertThat(vcpu.isRunning()).isFalse();
            assertThat(vcpu.cpu()).isEmpty();
        }
    }

    @Test
    void waitsWhileAnotherThreadIsInKvmRunOnItsVcpu() {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings siblings = new Siblings(host, 1);
            Vcpu vcpu = siblings.vcpu(0);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
            var second = new HostThread(new Remembering(vcpu, new ArrayList<>()));
            host.cpu(1).switchTo(second);
            assertThat(second.isRunnable()).isFalse();
            second.step(host.cpu(1), 1);
            assertThat(second.state()).isEqualTo(State.USER);
            assertThatExceptionOfType(KvmException.class)
                    .isThrownBy(vcpu::run)
                    .withMessage("EBUSY: KVM_RUN is in progress on vm0/vcpu0")
                    .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
            Siblings.toUser(host.cpu(0));
            assertThat(second.isRunnable()).isTrue();
            second.step(host.cpu(1), 1);
            assertThat(second.state()).isEqualTo(State.LOADED);
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void canBePreemptedInEveryStateAndGoesOnWhereItWas(State state) {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings siblings = new Siblings(host, 2);
            Vcpu caller = reporter(host);
            List<VcpuExit> exits = new ArrayList<>();
            var thread = new HostThread(new Remembering(caller, exits));
            for (int round = 0; round < 20; round++) {
                HostCpu cpu = host.cpu(round / 3 % 2);
                cpu.switchTo(thread);
                Siblings.stepTo(cpu, State.USER);
                Siblings.stepTo(cpu, state);
                State after = state == State.IN_GUEST ? State.EXITED : state;
                cpu.switchTo(siblings.thread(round % 2));
                assertThat(thread.state()).isEqualTo(after);
                Siblings.runGuest(cpu);
                cpu.switchTo(null);
                HostCpu other = host.cpu(1 - round / 5 % 2);
                other.switchTo(thread);
                assertThat(thread.state()).isEqualTo(after);
                other.switchTo(null);
            }
            assertThat(siblings.wrong(0) + siblings.wrong(1)).isZero();
            assertThat(siblings.reads(0)).isGreaterThan(1000);
            List<VcpuExit> expected = new ArrayList<>();
            for (int i = 1; i <= exits.size(); i++) {
                expected.add(new VcpuExit.Hypercall(0x8600_0000, i, 0));
            }
            assertThat(exits).isEqualTo(expected);
            assertThat(host.oracle().wrong()).as(host.oracle().first()).isZero();
        }
    }

    @Test
    void isOutOfTheGuestOnceSwitchedAway() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
            host.cpu(0).switchTo(null);
            assertThat(siblings.thread(0).state()).isEqualTo(State.EXITED);
            assertThat(host.pe(0).owner()).isEqualTo("host");
        }
    }

    @Test
    void switchingToTheCurrentThreadIsNoSwitch() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
            host.cpu(0).switchTo(siblings.thread(0));
            assertThat(siblings.thread(0).state()).isEqualTo(State.IN_GUEST);
        }
    }

    @Test
    void aSignalEndsKvmRunBeforeTheNextEntry() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu vcpu = host.vcpu("loop: b loop");
            List<VcpuExit> exits = new ArrayList<>();
            var thread = new HostThread(new Remembering(vcpu, exits));
            host.cpu(0).switchTo(thread);
            Siblings.stepTo(host.cpu(0), State.READY);
            thread.requestExit();
            Siblings.stepTo(host.cpu(0), State.USER);
            assertThat(exits).containsExactly(new VcpuExit.Interrupted());
            assertThat(host.kvm().statistics().guestEntries()).isZero();
            Siblings.stepTo(host.cpu(0), State.IN_GUEST);
        }
    }

    @Test
    void aVcpuThatWasPoweredOffBeforeEntryDoesNotEnter() {
        try (TestHost host = new TestHost(arch, 1)) {
            Vcpu vcpu = host.vcpu("loop: b loop");
            List<VcpuExit> exits = new ArrayList<>();
            var thread = new HostThread(new Remembering(vcpu, exits));
            host.cpu(0).switchTo(thread);
            Siblings.stepTo(host.cpu(0), State.READY);
            vcpu.poweredOff(true);
            Siblings.stepTo(host.cpu(0), State.USER);
            assertThat(exits).containsExactly(new VcpuExit.PoweredOff());
            assertThat(host.kvm().statistics().guestEntries()).isZero();
        }
    }

    @Test
    void runningAVcpuDirectlyPreemptsTheThreadOnThatCpuAndLetsItGoOn() {
        try (TestHost host = new TestHost(arch, 1)) {
            Siblings siblings = new Siblings(host, 1);
            host.cpu(0).switchTo(siblings.thread(0));
            Siblings.runGuest(host.cpu(0));
            Vcpu vcpu = reporter(host);
            assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 1, 0));
            assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 2, 0));
            assertThat(host.cpu(0).current()).isSameAs(siblings.thread(0));
            Siblings.runGuest(host.cpu(0));
            host.cpu(0).switchTo(null);
            assertThat(siblings.wrong(0)).isZero();
        }
    }

    @Test
    void aHostHasOneHypervisor() {
        try (TestHost host = new TestHost(arch, 1)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> host.kvm().host().initialiseHyp(host.kvm()))
                    .withMessage("the host has a hypervisor already");
        }
    }
}
