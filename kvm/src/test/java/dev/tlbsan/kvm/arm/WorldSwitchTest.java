package dev.tlbsan.kvm.arm;

import static dev.tlbsan.kvm.Siblings.stepTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.kvm.Siblings;
import dev.tlbsan.kvm.TestHost;
import dev.tlbsan.kvm.Vcpu;
import dev.tlbsan.kvm.VcpuExit;
import dev.tlbsan.kvm.host.HostThread.State;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorldSwitchTest {
    /** Registers that hold whatever is written, within the mask below, and that a guest can write without harm. */
    private static final List<Aarch32Register> PLAIN = List.of(
            Aarch32Register.TTBR0,
            Aarch32Register.TTBR1,
            Aarch32Register.DACR,
            Aarch32Register.DFAR,
            Aarch32Register.IFAR,
            Aarch32Register.PAR,
            Aarch32Register.MAIR0,
            Aarch32Register.MAIR1,
            Aarch32Register.CONTEXTIDR,
            Aarch32Register.TPIDRURW,
            Aarch32Register.TPIDRURO,
            Aarch32Register.TPIDRPRW,
            Aarch32Register.CNTV_CVAL);

    /** What the switch saves and restores, in the kernel's order. */
    private static final List<String> CP15 = List.of(
            "vmpidr",
            "csselr",
            "sctlr",
            "cpacr",
            "ttbr0",
            "ttbr1",
            "ttbcr",
            "dacr",
            "dfsr",
            "ifsr",
            "adfsr",
            "aifsr",
            "dfar",
            "ifar",
            "par",
            "mair0",
            "mair1",
            "amair0",
            "amair1",
            "vbar",
            "contextidr",
            "tpidrurw",
            "tpidruro",
            "tpidrprw",
            "cntkctl");

    private static final List<String> BANKS = List.of(
            "sp_svc",
            "lr_svc",
            "spsr_svc",
            "sp_abt",
            "lr_abt",
            "spsr_abt",
            "sp_und",
            "lr_und",
            "spsr_und",
            "sp_irq",
            "lr_irq",
            "spsr_irq",
            "r8_fiq",
            "r9_fiq",
            "r10_fiq",
            "r11_fiq",
            "r12_fiq",
            "sp_fiq",
            "lr_fiq",
            "spsr_fiq");

    private static final long PATTERN = 0x0001_0101_0101_0100L;

    private final TestHost host = new TestHost(Arch.ARM, 1);

    @AfterEach
    void close() {
        host.close();
    }

    /** MRC or MCR of each, or MRRC and MCRR. */
    private static List<String> system(String narrow, String wide) {
        return CP15.stream()
                .map(name -> (List.of("ttbr0", "ttbr1", "par").contains(name) ? wide : narrow) + " " + name)
                .toList();
    }

    private static List<String> banked(String mnemonic) {
        Stream<String> first = Stream.of("sp_usr", "elr_hyp", mnemonic.equals("msr") ? "spsr_cxsf" : "spsr");
        return Stream.concat(first, BANKS.stream())
                .map(name -> mnemonic + " " + name)
                .toList();
    }

    @Test
    void entersAndLeavesInTheKernelsOrder() {
        Siblings siblings = new Siblings(host, 1);
        host.cpu(0).switchTo(siblings.thread(0));
        stepTo(host.cpu(0), State.READY);
        List<String> trace = host.trace(0);
        stepTo(host.cpu(0), State.IN_GUEST);
        List<String> entry = new ArrayList<>(system("mrc", "mrrc"));
        entry.addAll(banked("mrs"));
        entry.addAll(List.of("mcr hcr", "mcr hstr", "mcr hcptr", "mcr hdcr", "mcrr vttbr", "mcr vpidr"));
        entry.addAll(List.of("mcr cnthctl", "mcrr cntv_cval", "isb", "mcr cntv_ctl"));
        entry.addAll(system("mcr", "mcrr"));
        entry.addAll(banked("msr"));
        entry.add("eret");
        assertThat(trace).isEqualTo(entry);

        trace.clear();
        siblings.thread(0).leaveGuest(host.cpu(0));
        List<String> leave = new ArrayList<>(banked("mrs"));
        leave.addAll(system("mrc", "mrrc"));
        leave.addAll(List.of("mrc cntv_ctl", "mrrc cntv_cval", "mcr cntv_ctl", "mcr cnthctl"));
        leave.addAll(List.of("mcr hcr", "mcr hstr", "mcr hdcr", "mcr hcptr"));
        leave.addAll(List.of("mcrr vttbr", "mrc midr", "mcr vpidr"));
        leave.addAll(banked("msr"));
        leave.addAll(system("mcr", "mcrr"));
        leave.addAll(List.of("msr elr_hyp", "msr spsr_cxsf", "eret"));
        assertThat(trace).isEqualTo(leave);
    }

    private static long value(int vcpu, Enum<?> register) {
        return PATTERN * (vcpu + 1) + register.ordinal() % 16;
    }

    private static long value(int vcpu, Aarch32Register register) {
        long all = value(vcpu, (Enum<?>) register);
        return switch (register) {
            case TTBR0, TTBR1 -> all & 0xff_00ff_ffff_ffffL;
            case PAR, CNTV_CVAL -> all;
            default -> all & 0xffff_ffffL;
        };
    }

    @Test
    void everyVcpuHasItsOwnRegistersAndTheHostToo() {
        Siblings siblings = new Siblings(host, 3);
        Map<SystemRegister, Long> ofHost = storage(host.pe(0));
        for (int i = 0; i < 3; i++) {
            VcpuContext context = VcpuContext.of(siblings.vcpu(i));
            int vcpu = i;
            PLAIN.forEach(register -> context.set(register, value(vcpu, register)));
            for (BankedRegister register : banks()) {
                context.set(register, value(i, register) & 0xffff_ffffL);
            }
        }
        for (int round = 0; round < 6; round++) {
            int i = round % 3;
            host.cpu(0).switchTo(siblings.thread(i));
            stepTo(host.cpu(0), State.IN_GUEST);
            assertThat(storage(host.pe(0))).isNotEqualTo(ofHost);
            for (Aarch32Register register : PLAIN) {
                assertThat(host.pe(0).read(register))
                        .as("%s in the guest", register)
                        .isEqualTo(value(i, register));
            }
            siblings.thread(i).leaveGuest(host.cpu(0));
            assertThat(storage(host.pe(0))).isEqualTo(ofHost);
            VcpuContext context = VcpuContext.of(siblings.vcpu(i));
            PLAIN.forEach(register -> assertThat(context.get(register)).isEqualTo(value(i, register)));
            for (BankedRegister register : banks()) {
                assertThat(context.get(register)).isEqualTo(value(i, register) & 0xffff_ffffL);
            }
        }
    }

    /** General-purpose registers of other modes than the vCPU's. */
    private static List<BankedRegister> banks() {
        return List.of(
                BankedRegister.SP_usr,
                BankedRegister.SP_svc,
                BankedRegister.LR_svc,
                BankedRegister.SP_abt,
                BankedRegister.LR_abt,
                BankedRegister.SP_und,
                BankedRegister.LR_und,
                BankedRegister.SP_irq,
                BankedRegister.LR_irq,
                BankedRegister.R8_fiq,
                BankedRegister.R12_fiq,
                BankedRegister.SP_fiq,
                BankedRegister.LR_fiq);
    }

    /** What the guest could have changed, but for the comparator of the virtual timer, which the host does not use. */
    private static Map<SystemRegister, Long> storage(ProcessingElement pe) {
        Map<SystemRegister, Long> values = new EnumMap<>(SystemRegister.class);
        for (SystemRegister register : List.of(
                SystemRegister.SCTLR_EL1,
                SystemRegister.TTBR0_EL1,
                SystemRegister.TTBR1_EL1,
                SystemRegister.TCR_EL1,
                SystemRegister.DACR32_EL2,
                SystemRegister.FAR_EL1,
                SystemRegister.PAR_EL1,
                SystemRegister.MAIR_EL1,
                SystemRegister.CONTEXTIDR_EL1,
                SystemRegister.TPIDR_EL0,
                SystemRegister.TPIDRRO_EL0,
                SystemRegister.TPIDR_EL1,
                SystemRegister.SPSR_fiq,
                SystemRegister.CNTV_CTL_EL0,
                SystemRegister.CNTHCTL_EL2,
                SystemRegister.HCR_EL2,
                SystemRegister.CPTR_EL2,
                SystemRegister.MDCR_EL2,
                SystemRegister.HSTR_EL2,
                SystemRegister.VTTBR_EL2,
                SystemRegister.VMPIDR_EL2,
                SystemRegister.VPIDR_EL2)) {
            values.put(register, pe.peek(register));
        }
        return values;
    }

    /** Each mode's own registers, written in the guest before a switch and read in it after another vCPU has run. */
    @Test
    void registersOfEveryModeSurviveBeingSwitchedAway() {
        String report = TestHost.call(Arch.ARM, 0x8600_0000);
        StringBuilder write = new StringBuilder();
        StringBuilder read = new StringBuilder("mov r1, #0\n");
        List<String> modes = List.of("0x11", "0x12", "0x17", "0x1b", "0x1f", "0x13");
        for (int i = 0; i < modes.size(); i++) {
            write.append("cps #%s; mov sp, r4; add lr, r4, #%d\n".formatted(modes.get(i), i + 1));
            write.append(i == 4 ? "" : "add r2, r4, #%d; msr spsr_fc, r2\n".formatted(0x13));
            read.append("cps #%s; eor r2, sp, r4; orr r1, r1, r2\n".formatted(modes.get(i)));
            read.append("sub r2, lr, #%d; eor r2, r2, r4; orr r1, r1, r2\n".formatted(i + 1));
        }
        read.append("cps #0x11; mrs r2, spsr; sub r2, r2, #0x13; eor r2, r2, r4; orr r1, r1, r2; cps #0x13\n");
        Vcpu first = host.vcpu("mov r1, #0; mov r2, #0\n" + write + report + read + report);
        Vcpu second = TestHost.vcpu(first.vm(), 1);
        first.context().register(4, 0x1000_0000);
        second.context().register(4, 0x2000_0000);
        first.run();
        second.run();
        assertThat(first.run())
                .isInstanceOfSatisfying(
                        VcpuExit.Hypercall.class, call -> assertThat(call.x1()).isZero());
        assertThat(second.run())
                .isInstanceOfSatisfying(
                        VcpuExit.Hypercall.class, call -> assertThat(call.x1()).isZero());
    }

    @Test
    void guestsRunWithTheControlsOfTheKernel() {
        Siblings siblings = new Siblings(host, 1);
        host.cpu(0).switchTo(siblings.thread(0));
        stepTo(host.cpu(0), State.IN_GUEST);
        ProcessingElement pe = host.pe(0);
        long flags = 1L | 1L << 1 | 7L << 3 | 1L << 9 | 1L << 10 | 3L << 13 | 1L << 19 | 7L << 20;
        assertThat(pe.peek(SystemRegister.HCR_EL2)).isEqualTo(flags);
        assertThat(pe.peek(SystemRegister.HSTR_EL2)).isEqualTo(1 << 15);
        assertThat(pe.peek(SystemRegister.VTCR_EL2)).isEqualTo(0x8000_3558L);
        assertThat(pe.peek(SystemRegister.VTTBR_EL2)).isEqualTo(siblings.vm().vttbr());
        assertThat(pe.peek(SystemRegister.VPIDR_EL2))
                .isEqualTo(pe.configuration().midr());
        assertThat(pe.currentEl()).isEqualTo(1);
        assertThat(pe.owner()).isEqualTo("vm0/vcpu0");
        host.cpu(0).switchTo(null);
        assertThat(pe.peek(SystemRegister.HCR_EL2)).isZero();
        assertThat(pe.peek(SystemRegister.VTTBR_EL2)).isZero();
        assertThat(pe.owner()).isEqualTo("host");
    }

    @Test
    void aVcpuSeesTheMidrThatItWasGiven() {
        Vcpu vcpu = host.vcpu(
                "mrc p15, 0, r1, c0, c0, 0; mrc p15, 0, r2, c0, c0, 5" + TestHost.call(Arch.ARM, 0x8600_0000));
        long midr = host.pe(0).configuration().midr();
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, midr, 0x8000_0000L));
        VcpuContext.of(vcpu).set(Aarch32Register.VPIDR, 0x412f_c0f1L);
        vcpu.context().pc(TestHost.MEMORY);
        assertThat(vcpu.run()).isEqualTo(new VcpuExit.Hypercall(0x8600_0000, 0x412f_c0f1L, 0x8000_0000L));
        assertThat(host.pe(0).peek(SystemRegister.VPIDR_EL2)).isEqualTo(midr);
    }

    @Test
    void theVmmReachesOnlyRegistersOfTheVcpu() {
        VcpuContext context = VcpuContext.of(host.vcpu("nop"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.get(Aarch32Register.HCR))
                .withMessage("HCR does not belong to a vCPU");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.set(Aarch32Register.MIDR, 1))
                .withMessage("MIDR does not belong to a vCPU");
    }

    @Test
    void aVcpuStartsWithItsMmuOffAndMasked() {
        VcpuContext context = VcpuContext.of(host.vcpu("nop"));
        assertThat(context.get(Aarch32Register.SCTLR)).isEqualTo(0x00c5_0078);
        assertThat(context.get(Aarch32Register.VMPIDR)).isEqualTo(0x8000_0000L);
        assertThat(context.pstate()).isEqualTo(0x1d3);
    }
}
