package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.machine.Arch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest's local TLBI must have happened on whatever CPU it runs next: HCR.FB, and BSU for its barrier. */
@ParameterizedClass
@EnumSource(Arch.class)
class ForcedBroadcastTest {
    private final Arch arch;

    ForcedBroadcastTest(Arch arch) {
        this.arch = arch;
    }

    /** x23: a page descriptor's address; x24: the new descriptor; x25: the operand of the TLBI. */
    private static final String A64 = """
            str xzr, [x23]
            dsb nsh
            %s
            dsb nsh
            isb
            str x24, [x23]
            dsb nsh
            isb
            loop: b loop
            """;

    /** r8: a page descriptor's address; r10 and r11: the new descriptor; r9: the operand; r2 and r3 are zero. */
    private static final String A32 = """
            strd r2, r3, [r8]
            dsb nsh
            %s
            dsb nsh
            isb
            strd r10, r11, [r8]
            dsb nsh
            isb
            loop: b loop
            """;

    /** vCPU 0 fills the TLB of CPU 1, remaps on CPU 0 with a local TLBI, and goes back; what it reads wrong there. */
    private long wrongAfterRemapping(String tlbi, Ablation ablation) {
        KvmConfig config = KvmConfig.DEFAULT.withAblation(ablation);
        try (TestHost host = new TestHost(arch, 2, config)) {
            Siblings siblings = new Siblings(host, 1);
            long remap = TestHost.MEMORY + 0x1000;
            TestHost.load(siblings.vm(), remap, host.choose(A64, A32).formatted(tlbi));
            run(siblings, host.cpu(1));

            GuestRegisters context = siblings.vcpu(0).context();
            long entry = Siblings.pageEntry(0, 0);
            long descriptor = TestHost.read64(siblings.vm(), entry) + 4096;
            if (arch == Arch.ARM64) {
                context.register(23, entry);
                context.register(24, descriptor);
                context.register(25, 1L << 48 | Siblings.VA >>> 12);
            } else {
                context.register(2, 0);
                context.register(3, 0);
                context.register(8, entry);
                context.register(9, Siblings.VA | 1);
                context.register(10, descriptor);
                context.register(11, descriptor >>> 32);
            }
            context.pc(remap);
            run(siblings, host.cpu(0));

            context.pc(TestHost.MEMORY);
            siblings.read(0, 1);
            siblings.readFrom(0, Siblings.VA);
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

    /** TLBIALL, TLBIMVA, TLBIASID and TLBIMVAA, and what is for A64 what they are for A32. */
    private List<String> localInvalidations() {
        return arch == Arch.ARM64
                ? List.of(
                        "tlbi vmalle1",
                        "tlbi vae1, x25",
                        "tlbi vale1, x25",
                        "tlbi vaae1, x25",
                        "tlbi vaale1, x25",
                        "tlbi aside1, x25")
                : List.of(
                        "mcr p15, 0, r9, c8, c7, 0",
                        "mcr p15, 0, r9, c8, c7, 1",
                        "mcr p15, 0, r9, c8, c7, 2",
                        "mcr p15, 0, r9, c8, c7, 3");
    }

    @Test
    void aLocalInvalidationHasHappenedWhereverTheVcpuGoes() {
        for (String tlbi : localInvalidations()) {
            assertThat(wrongAfterRemapping(tlbi, Ablation.NOTHING)).as(tlbi).isZero();
        }
    }

    @Test
    void withoutForcedBroadcastItHasNot() {
        for (String tlbi : localInvalidations()) {
            assertThat(wrongAfterRemapping(tlbi, Ablation.FORCED_BROADCAST))
                    .as(tlbi)
                    .isPositive();
        }
    }

    @Test
    void aBroadcastInvalidationNeedsNoForce() {
        String tlbi = arch == Arch.ARM64 ? "tlbi vmalle1is" : "mcr p15, 0, r9, c8, c3, 0";
        assertThat(wrongAfterRemapping(tlbi, Ablation.NOTHING)).isZero();
        assertThat(wrongAfterRemapping(tlbi, Ablation.FORCED_BROADCAST)).isZero();
    }
}
