package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.kvm.arm64.Ablation;
import dev.tlbsan.kvm.arm64.VcpuContext;
import dev.tlbsan.kvm.host.HostCpu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest's local TLBI must have happened on whatever CPU it runs next: HCR_EL2.FB, and BSU for its barrier. */
class ForcedBroadcastTest {
    /** x23: a page descriptor's address; x24: the new descriptor; x25: the operand of the TLBI. */
    private static String remapping(String tlbi) {
        return """
                str xzr, [x23]
                dsb nsh
                tlbi %s
                dsb nsh
                isb
                str x24, [x23]
                dsb nsh
                isb
                loop: b loop
                """.formatted(tlbi);
    }

    /** vCPU 0 fills the TLB of CPU 1, remaps on CPU 0 with a local TLBI, and goes back; what it reads wrong there. */
    private static long wrongAfterRemapping(String tlbi, Ablation ablation) {
        KvmConfig config = KvmConfig.DEFAULT.withAblation(ablation);
        try (TestHost host = new TestHost(2, config)) {
            Siblings siblings = new Siblings(host, 1);
            long remap = TestHost.MEMORY + 0x1000;
            TestHost.load(siblings.vm(), remap, remapping(tlbi));
            run(siblings, host.cpu(1));

            VcpuContext context = siblings.vcpu(0).context();
            long entry = Siblings.pageEntry(0, 0);
            context.x(23, entry);
            context.x(24, TestHost.read64(siblings.vm(), entry) + 4096);
            context.x(25, 1L << 48 | Siblings.VA >>> 12);
            context.pc(remap);
            run(siblings, host.cpu(0));

            context.pc(TestHost.MEMORY);
            siblings.read(0, 1);
            context.x(19, Siblings.VA);
            run(siblings, host.cpu(1));
            assertThat(host.oracle().wrong() > 0).isEqualTo(siblings.wrong(0) > 0);
            return siblings.wrong(0);
        }
    }

    private static void run(Siblings siblings, HostCpu cpu) {
        cpu.switchTo(siblings.thread(0));
        Siblings.runGuest(cpu);
        cpu.switchTo(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vmalle1", "vae1, x25", "vale1, x25", "vaae1, x25", "vaale1, x25", "aside1, x25"})
    void aLocalInvalidationHasHappenedWhereverTheVcpuGoes(String tlbi) {
        assertThat(wrongAfterRemapping(tlbi, Ablation.NOTHING)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vmalle1", "vae1, x25", "vale1, x25", "vaae1, x25", "vaale1, x25", "aside1, x25"})
    void withoutForcedBroadcastItHasNot(String tlbi) {
        assertThat(wrongAfterRemapping(tlbi, Ablation.FORCED_BROADCAST)).isPositive();
    }

    @Test
    void aBroadcastInvalidationNeedsNoForce() {
        assertThat(wrongAfterRemapping("vmalle1is", Ablation.NOTHING)).isZero();
        assertThat(wrongAfterRemapping("vmalle1is", Ablation.FORCED_BROADCAST)).isZero();
    }
}
