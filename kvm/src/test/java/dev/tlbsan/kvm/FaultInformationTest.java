package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.machine.Arch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A permission fault of stage 2, which the hypervisor never causes itself: where the guest's address leads to is found out. */
@ParameterizedClass
@EnumSource(Arch.class)
class FaultInformationTest {
    private static final long PAGE = TestHost.MEMORY + 0x20_0000;
    private static final long WRITABLE = 1L << 7;

    private final TestHost host;

    FaultInformationTest(Arch arch) {
        host = new TestHost(arch, 1);
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** Takes the right to write away from a page that is mapped, and makes every TLB forget it. */
    private void writeProtect(Vm vm, long ipa) {
        PhysicalMemory memory = host.machine().memory();
        long table = vm.stage2().root();
        for (int shift = 30; shift > 12; shift -= 9) {
            table = memory.read(table + (ipa >>> shift & 0x1ff) * 8, 8) & 0xffff_ffff_f000L;
        }
        long entry = table + (ipa >>> 12 & 0x1ff) * 8;
        memory.write(entry, 8, memory.read(entry, 8) & ~WRITABLE);
        host.cpu(0).hyp().flushVmid(vm);
    }

    private void assertFaultAt(Vcpu vcpu, long ipa) {
        assertThat(vcpu.run())
                .isInstanceOfSatisfying(
                        VcpuExit.HypervisorError.class,
                        error -> assertThat(error.reason())
                                .startsWith("vm0/vcpu0: stage 2 fault with syndrome 0x93")
                                .endsWith("4f at IPA 0x" + Long.toHexString(ipa)));
    }

    @Test
    void isFoundOutWithTheMmuOff() {
        String touch = host.choose("ldr w1, [x2]", "ldr r1, [r2]");
        Vcpu vcpu = host.vcpu(
                touch + TestHost.call(host.arch(), 0x8600_0000) + host.choose("str w1, [x2]", "str r1, [r2]"));
        vcpu.context().register(2, PAGE + 0x124);
        vcpu.run();
        writeProtect(vcpu.vm(), PAGE);
        assertFaultAt(vcpu, PAGE + 0x124);
    }

    @Test
    void isFoundOutWithTheMmuOnAndTheGuestsParIsKept() {
        Siblings siblings = new Siblings(host, 1);
        Vcpu vcpu = siblings.vcpu(0);
        host.cpu(0).switchTo(siblings.thread(0));
        Siblings.runGuest(host.cpu(0));
        Siblings.toUser(host.cpu(0));
        host.cpu(0).switchTo(null);
        long ipa = TestHost.read64(vcpu.vm(), Siblings.pageEntry(0, 0)) & 0xffff_f000L;
        writeProtect(vcpu.vm(), ipa);
        String store = host.choose("str w1, [x2]", "str r1, [r2]");
        TestHost.load(vcpu.vm(), TestHost.MEMORY + 0x800, store);
        vcpu.context().pc(TestHost.MEMORY + 0x800);
        vcpu.context().register(2, Siblings.VA + 0xff8);
        List<String> trace = host.trace(0);
        assertFaultAt(vcpu, ipa + 0xff8);
        assertThat(trace)
                .containsSubsequence(
                        host.arch() == Arch.ARM64
                                ? List.of("mrs par_el1", "at s1e1r", "isb", "mrs par_el1", "msr par_el1")
                                : List.of("mrrc par", "mcr ats1cpr", "isb", "mrrc par", "mcrr par"));
    }
}
