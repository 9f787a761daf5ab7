package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.event.Use;
import org.jspecify.annotations.Nullable;

/**
 * The rule {@code stale-use}: an access used a translation that nothing but luck keeps from being wrong.
 *
 * <p>An access is judged by what the descriptors say of its first byte, permissions and access flags set aside. TLB and
 * tables <em>disagree</em> if the final physical addresses differ, or if one of them has an address where the other has a
 * Translation fault; where one side did not get as far as stage 2, the outputs of stage 1 are compared instead. The
 * compared address is the final one, so two stages that changed and make up for each other are no disagreement.
 *
 * <p>A disagreement is a finding if the place where the two walks part shows that software has made something else of
 * the same tags:
 * <ul>
 *   <li>they share no descriptor of the stage at fault: the entry was made under another table root; or
 *   <li>the deepest descriptor that both have read is valid now and leads elsewhere: it was replaced.
 * </ul>
 * If that deepest descriptor is invalid now, the removal of the entry is <em>owed</em>, which is no finding: software may
 * leave the entry there until it relies on the change. This holds also if the roots differ but share the table in which
 * the descriptor was invalidated. Neither are changes of access flag, dirty state, permission or memory type, since they
 * do not change the address.
 *
 * <p>Arm ARM DDI 0487, D8.17: R_NWYRD (tags), R_WHZWS (break-before-make), R_TGVWD and R_BLDZX (completion); for AArch32
 * G5.8 and G5.9.
 */
final class StaleUse {
    static final String ID = "stale-use";

    private StaleUse() {}

    /** Judges a use; null if it is in order, owed, or no access. */
    static @Nullable Staleness judge(Use use) {
        if (use.instruction() != null || use.agrees()) {
            return null;
        }
        Derivation then = new Derivation(use.used());
        Derivation now = new Derivation(use.fresh());
        Parting parting = new Parting(then, now);
        return switch (disagreement(then, now)) {
            case 1 -> parting.inStage1();
            case 2 -> parting.inStage2();
            default -> null;
        };
    }

    /** The first stage in which the two disagree; 0 if they do not. */
    private static int disagreement(Derivation then, Derivation now) {
        StageWalk then1 = then.stage1();
        StageWalk now1 = now.stage1();
        if (!then1.hasAddress() || !now1.hasAddress()) {
            return then1.exclusive(now1) ? 1 : 0;
        }
        StageWalk then2 = then.stage2();
        StageWalk now2 = now.stage2();
        boolean sameIntermediate = then1.address() == now1.address();
        if (then2.hasAddress() && now2.hasAddress()) {
            boolean same = then2.address() == now2.address();
            return same ? 0 : sameIntermediate ? 2 : 1;
        }
        if (!sameIntermediate) {
            return 1;
        }
        return then2.exclusive(now2) ? 2 : 0;
    }
}
