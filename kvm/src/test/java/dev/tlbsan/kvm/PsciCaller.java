package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.machine.Arch;

/** A VM of a vCPU that calls the hypervisor, and of another with the id 2 that it can call about. */
public final class PsciCaller implements AutoCloseable {
    private final TestHost host;
    private final Vcpu vcpu;
    private final Vcpu other;

    public PsciCaller(Arch arch) {
        host = new TestHost(arch, 1);
        vcpu = host.vcpu("hvc #0\n" + host.choose("mov x1, x0", "mov r1, r0") + TestHost.call(arch, 0x8600_0000));
        other = TestHost.vcpu(vcpu.vm(), 2);
    }

    /** Makes a call that the hypervisor serves, and gives its answer. */
    public long call(long function, Long... arguments) {
        assertThat(run(function, arguments)).isInstanceOf(VcpuExit.Hypercall.class);
        return vcpu.context().register(1);
    }

    /** Makes a call, and gives what it comes to. */
    public VcpuExit run(long function, Long... arguments) {
        vcpu.context().pc(TestHost.MEMORY);
        vcpu.context().register(0, function);
        for (int i = 0; i < arguments.length; i++) {
            vcpu.context().register(i + 1, arguments[i]);
        }
        return vcpu.run();
    }

    public TestHost host() {
        return host;
    }

    /** Who calls. */
    public Vcpu vcpu() {
        return vcpu;
    }

    /** Whom it can call about. */
    public Vcpu other() {
        return other;
    }

    @Override
    public void close() {
        host.close();
    }
}
