package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Vmm;
import dev.tlbsan.machine.Arch;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** WFI and WFE of guests. */
@ParameterizedClass
@EnumSource(Arch.class)
class WaitingTest {
    private final TestHost host;

    WaitingTest(Arch arch) {
        host = new TestHost(arch, 1);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Vcpu waitingForInterrupt() {
        String arguments = host.choose("mov x1, #1; mov x2, #2; wfi", "mov r1, #1; mov r2, #2; wfi");
        return host.vcpu(arguments + TestHost.call(host.arch(), 0x8600_0000));
    }

    @Test
    void wfiWithoutAnInterruptIsForTheVmmAndGoesOnAfterwards() {
        Vcpu vcpu = waitingForInterrupt();
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.WaitForInterrupt());
        assertThat(vcpu.context().pc()).isEqualTo(TestHost.MEMORY + 12);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 1, 2));
    }

    @Test
    void aPendingInterruptEndsWfiEvenIfMasked() {
        Vcpu vcpu = waitingForInterrupt();
        vcpu.irqLine(true);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 1, 2));
    }

    @Test
    void wfeLetsAnotherThreadRun() {
        Vcpu vcpu = host.vcpu("wfe; wfe; loop: b loop");
        var thread = new HostThread(new Vmm() {
            @Override
            public Optional<Vcpu> next() {
                return Optional.of(vcpu);
            }

            @Override
            public OptionalLong alarm() {
                return OptionalLong.empty();
            }

            @Override
            public void exited(Vcpu ran, VcpuExit exit) {}
        });
        host.cpu(0).switchTo(thread);
        for (int i = 0; !host.cpu(0).yieldRequested(); i++) {
            assertThat(i).isLessThan(100);
            thread.step(host.cpu(0), 1);
        }
        assertThat(vcpu.context().pc()).isBetween(TestHost.MEMORY + 4, TestHost.MEMORY + 8);
        host.cpu(0).switchTo(null);
        assertThat(host.cpu(0).yieldRequested()).isFalse();
    }
}
