package dev.tlbsan.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.guests.Guests;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostThread;
import dev.tlbsan.kvm.host.Scheduler;
import dev.tlbsan.kvm.vmm.GuestVm;
import dev.tlbsan.kvm.vmm.OneVcpuThread;
import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Host pages move away under running guests. */
@ParameterizedClass
@EnumSource(Arch.class)
class PageMigrationTest {
    private final Arch arch;

    PageMigrationTest(Arch arch) {
        this.arch = arch;
    }

    @Test
    void theNextAccessGoesToTheNewPageOnEveryCpu() {
        try (TestHost host = new TestHost(arch, 2)) {
            Siblings siblings = new Siblings(host, 2);
            for (int i = 0; i < 2; i++) {
                host.cpu(i).switchTo(siblings.thread(i));
                Siblings.runGuest(host.cpu(i));
            }
            Vm vm = siblings.vm();
            for (long ipa = TestHost.MEMORY; ipa < TestHost.MEMORY + TestHost.MEMORY_SIZE; ipa += 4096) {
                long before = vm.slot(ipa).orElseThrow().page(ipa);
                vm.migratePage(ipa, host.cpu(0));
                assertThat(vm.slot(ipa).orElseThrow().page(ipa)).isNotEqualTo(before);
            }
            scribbleOverFreePages(host);
            for (int i = 0; i < 2; i++) {
                Siblings.runGuest(host.cpu(i));
                host.cpu(i).switchTo(null);
                assertThat(siblings.wrong(i)).isZero();
                assertThat(siblings.reads(i)).isGreaterThan(500);
            }
            assertThat(host.oracle().wrong()).as(host.oracle().first()).isZero();
        }
    }

    /** Whoever still reads a page that was freed finds this. */
    private static void scribbleOverFreePages(TestHost host) {
        List<Long> pages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long page = host.memory().allocatePage();
            pages.add(page);
            for (int offset = 0; offset < 4096; offset += 8) {
                host.machine().memory().write(page + offset, 8, 0xdead_dead_dead_deadL);
            }
        }
        pages.forEach(host.memory()::freePage);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void guestsNoticeNothing(long seed) {
        try (TestHost host = new TestHost(arch, 2)) {
            GuestImage image = GuestImage.parse(
                    "mmu-churn", Guests.elf(arch == Arch.ARM64 ? "arm64/mmu-churn.elf" : "arm/mmu-churn-a32-lpae.elf"));
            GuestVm guest = new GuestVm(host.kvm(), image, 3, 16 << 20, ignored -> {});
            guest.argument(100);
            Scheduler scheduler = new Scheduler(
                    host.kvm().host(), Scheduler.Options.seeded(seed).withMigration(8));
            guest.vm().vcpus().forEach(v -> scheduler.add(new HostThread(new OneVcpuThread(guest, v)), v.id() % 2));
            SeededRandom random = new SeededRandom(seed);
            int migrated = 0;
            while (!scheduler.run(2_000)) {
                for (int i = 0; i < 5; i++) {
                    long ipa = GuestVm.MEMORY_BASE + 4096L * random.below(128);
                    HostCpu cpu = host.cpu(random.below(2));
                    guest.vm().migratePage(ipa, cpu);
                    migrated++;
                }
            }
            assertThat(migrated).isGreaterThan(100);
            assertThat(guest.failures()).isEmpty();
            assertThat(guest.reports()).isEqualTo(3);
            assertThat(guest.checks()).isEqualTo(3 * 900);
            assertThat(guest.wrong()).isZero();
            assertThat(host.oracle().wrong()).as(host.oracle().first()).isZero();
        }
    }
}
