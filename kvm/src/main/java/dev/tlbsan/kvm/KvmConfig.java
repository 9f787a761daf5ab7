package dev.tlbsan.kvm;

/**
 * How the hypervisor is built.
 *
 * @param policy when to invalidate for siblings
 * @param ablation what to leave out of the seed's world switch, for experiments
 * @param vmidBits 8 or 16; on arm there are only 8
 */
public record KvmConfig(InvalidationPolicy policy, Ablation ablation, int vmidBits) {
    /** The hypervisor as it should be. */
    public static final KvmConfig DEFAULT = new KvmConfig(InvalidationPolicies.VCPU_LOAD, Ablation.NOTHING, 16);

    public KvmConfig {
        if (vmidBits != 8 && vmidBits != 16) {
            throw new IllegalArgumentException("VMIDs of " + vmidBits + " bits; accepted: 8, 16");
        }
    }

    public KvmConfig withPolicy(InvalidationPolicy newPolicy) {
        return new KvmConfig(newPolicy, ablation, vmidBits);
    }

    public KvmConfig withAblation(Ablation newAblation) {
        return new KvmConfig(policy, newAblation, vmidBits);
    }

    public KvmConfig withVmidBits(int newVmidBits) {
        return new KvmConfig(policy, ablation, newVmidBits);
    }
}
