package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.Host;
import dev.tlbsan.kvm.host.HostCpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A virtual machine: vCPUs, memory slots, a stage 2 table, a VMID, and which vCPU ran last on each physical CPU. */
public final class Vm {
    private static final int VTTBR_VMID_SHIFT = 48;

    private final Kvm kvm;
    private final int id;
    private final @Nullable Vcpu[] vcpus = new Vcpu[Kvm.MAX_VCPUS];
    private final TreeMap<Integer, MemorySlot> slots = new TreeMap<>();
    private @Nullable LastVcpuRan lastVcpuRan;
    private @Nullable Stage2Table stage2;
    private long vmidGeneration;
    private long vttbr;

    /** kvm_arch_init_vm. What is allocated when a later step fails is freed again. */
    Vm(Kvm kvm, int id, long type) {
        if (type != 0) {
            throw new KvmException(Errno.EINVAL, "VM type " + type + "; accepted: 0");
        }
        this.kvm = kvm;
        this.id = id;
        Host host = kvm.host();
        int[] perCpu = host.memory().allocatePerCpu(host.possibleCpus());
        if (perCpu == null) {
            throw new KvmException(Errno.ENOMEM, "no per-CPU memory for the map of last vCPUs");
        }
        lastVcpuRan = new LastVcpuRan(perCpu);
        try {
            stage2 = new Stage2Table(host.memory());
        } catch (KvmException e) {
            freeLastVcpuRan();
            throw e;
        }
    }

    /**
     * kvm_destroy_vm: the stage 2 table goes first (kvm_arch_flush_shadow_all), then the map and the vCPUs
     * (kvm_arch_destroy_vm), then the memory slots. The VM must not be used any more.
     *
     * @throws KvmException EBUSY if KVM_RUN is in progress on one of its vCPUs
     */
    public void destroy() {
        for (Vcpu vcpu : vcpus()) {
            if (vcpu.isRunning()) {
                throw new KvmException(Errno.EBUSY, "KVM_RUN is in progress on " + vcpu.label());
            }
        }
        HostCpu cpu = kvm.host().cpu(0);
        cpu.forceGuestOut();
        stage2().free(this, cpu);
        stage2 = null;
        freeLastVcpuRan();
        for (int i = 0; i < vcpus.length; i++) {
            vcpus[i] = null;
        }
        slots.values().forEach(MemorySlot::release);
        slots.clear();
        kvm.forget(this);
    }

    /**
     * KVM_CREATE_VCPU.
     *
     * @throws KvmException EINVAL if the id is not below {@link Kvm#MAX_VCPUS}, EEXIST if it is taken, ENOENT if the VM was
     *     destroyed
     */
    public Vcpu createVcpu(int vcpuId) {
        require(stage2);
        if (vcpuId < 0 || vcpuId >= Kvm.MAX_VCPUS) {
            throw new KvmException(Errno.EINVAL, "vCPU id " + vcpuId + "; accepted: 0 to " + (Kvm.MAX_VCPUS - 1));
        }
        if (vcpus[vcpuId] != null) {
            throw new KvmException(Errno.EEXIST, "vCPU id " + vcpuId + " is taken");
        }
        Vcpu vcpu = new Vcpu(this, vcpuId);
        vcpus[vcpuId] = vcpu;
        return vcpu;
    }

    /**
     * KVM_SET_USER_MEMORY_REGION for a new slot.
     *
     * @throws KvmException EINVAL if the region is not page-aligned, empty or beyond 40 bits, EEXIST if it overlaps
     */
    public MemorySlot addMemory(MemorySlot.MemoryRegion region) {
        require(stage2);
        if (region.size() <= 0
                || (region.ipa() | region.size()) % Stage2Table.PAGE_SIZE != 0
                || region.ipa() < 0
                || region.ipa() + region.size() > 1L << Stage2Table.IPA_BITS) {
            throw new KvmException(
                    Errno.EINVAL,
                    "memory region " + region + "; accepted: whole pages below 2^" + Stage2Table.IPA_BITS);
        }
        if (slots.values().stream().anyMatch(slot -> slot.overlaps(region))) {
            throw new KvmException(Errno.EEXIST, "memory region " + region + " overlaps another");
        }
        int slotId = slots.isEmpty() ? 0 : slots.lastKey() + 1;
        MemorySlot slot = new MemorySlot(slotId, region, kvm.host().memory());
        slots.put(slotId, slot);
        return slot;
    }

    /**
     * Deletes a slot: unmaps it, invalidates, and frees its pages. The work is done on the given CPU; a guest there is
     * interrupted.
     */
    public void removeMemory(MemorySlot slot, HostCpu cpu) {
        cpu.forceGuestOut();
        stage2().unmap(this, cpu, slot.ipa(), slot.size());
        slots.remove(slot.id());
        slot.release();
    }

    /**
     * Moves the page behind an address to another host page, as compaction or swapping would (mmu notifiers). The work is
     * done on the given CPU; a guest there is interrupted.
     */
    public void migratePage(long ipa, HostCpu cpu) {
        MemorySlot slot = slotOf(ipa);
        cpu.forceGuestOut();
        stage2().unmap(this, cpu, ipa & -Stage2Table.PAGE_SIZE, Stage2Table.PAGE_SIZE);
        slot.migrate(ipa);
    }

    /**
     * Writes guest memory from the VMM's side.
     *
     * @param ipa the first intermediate physical address, in bytes
     * @throws KvmException EFAULT if a byte lies outside every slot
     */
    public void writeMemory(long ipa, byte[] data) {
        for (int i = 0; i < data.length; i++) {
            kvm.host().memory().memory().write(hostAddress(ipa + i), 1, data[i]);
        }
    }

    /**
     * Reads guest memory from the VMM's side.
     *
     * @param ipa the first intermediate physical address, in bytes
     * @throws KvmException EFAULT if a byte lies outside every slot
     */
    public byte[] readMemory(long ipa, int bytes) {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) kvm.host().memory().memory().read(hostAddress(ipa + i), 1);
        }
        return data;
    }

    private long hostAddress(long ipa) {
        return slotOf(ipa).page(ipa) | (ipa & (Stage2Table.PAGE_SIZE - 1));
    }

    private MemorySlot slotOf(long ipa) {
        return slot(ipa)
                .orElseThrow(() -> new KvmException(Errno.EFAULT, "no memory at IPA 0x" + Long.toHexString(ipa)));
    }

    /** The slot that holds an intermediate physical address. */
    public Optional<MemorySlot> slot(long ipa) {
        return slots.values().stream().filter(s -> s.contains(ipa)).findFirst();
    }

    /** update_vttbr: gives the VM a VMID of the current generation if it has none. */
    public void updateVmid(HostCpu cpu) {
        VmidAllocator vmids = kvm.vmids();
        if (!vmids.isOutdated(vmidGeneration)) {
            return;
        }
        if (vmids.isExhausted()) {
            vmids.rollOver();
            kvm.statistics().countVmidRollover();
            kvm.host().forceGuestsOut();
            cpu.hyp().flushVmContext();
        }
        vmidGeneration = vmids.generation();
        vttbr = stage2().root() | (long) vmids.allocate() << VTTBR_VMID_SHIFT;
    }

    /** Whether the VMID must be replaced before a vCPU enters. */
    public boolean needsVmid() {
        return kvm.vmids().isOutdated(vmidGeneration);
    }

    /**
     * The value for VTTBR_EL2, which is VTTBR in AArch32: the table's physical address, and the VMID in bits 63:48. It is zero before the first
     * {@link #updateVmid}, and out of date while {@link #needsVmid}.
     */
    public long vttbr() {
        return vttbr;
    }

    public Kvm kvm() {
        return kvm;
    }

    /** The number of the VM on its host, from 0. */
    public int id() {
        return id;
    }

    public Stage2Table stage2() {
        return require(stage2);
    }

    /** Which vCPU ran last on each physical CPU. */
    public LastVcpuRan lastVcpuRan() {
        return require(lastVcpuRan);
    }

    /** The vCPUs, by id. */
    public List<Vcpu> vcpus() {
        List<Vcpu> present = new ArrayList<>();
        for (Vcpu vcpu : vcpus) {
            if (vcpu != null) {
                present.add(vcpu);
            }
        }
        return present;
    }

    private void freeLastVcpuRan() {
        kvm.host().memory().freePerCpu(lastVcpuRan().memory());
        lastVcpuRan = null;
    }

    private static <T> T require(@Nullable T part) {
        if (part == null) {
            throw new KvmException(Errno.ENOENT, "the VM was destroyed");
        }
        return part;
    }
}
