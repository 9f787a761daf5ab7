package dev.tlbsan.arm.aarch32;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** The encoding groups of A32 and T32 that are defined. */
public final class Groups {
    private static final List<Class<?>> CLASSES = List.of(
            ShortShiftAddMove.class,
            ShortDataProcessing.class,
            ShortSpecialData.class,
            Shifts.class,
            DataProcessingImmediate.class,
            DataProcessingModifiedImmediate.class,
            DataProcessingShiftedRegister.class,
            DataProcessingRegisterShift.class,
            PlainImmediate.class,
            ExceptionReturn.class,
            Multiply.class,
            MultiplyHalfwords.class,
            MultiplyDual.class,
            Saturation.class,
            Parallel.class,
            Packing.class,
            Extend.class,
            Reverse.class,
            BitFields.class,
            Branches.class,
            ThumbControl.class,
            ExceptionGeneration.class,
            ReturnState.class,
            StatusRegisters.class,
            ChangeState.class,
            Hints.class,
            Barriers.class,
            SystemRegisters.class,
            Coprocessors.class,
            UnconditionalCoprocessors.class,
            AdvancedSimd.class,
            ExtraLoadStoreImmediate.class,
            ExtraLoadStoreRegister.class,
            LoadStoreDual.class,
            LoadStoreDualRegister.class,
            LoadStoreExclusive.class,
            LoadStoreImmediate.class,
            LoadStoreMultiple.class,
            LoadStoreRegister.class,
            LoadStoreUnprivileged.class,
            Preload.class,
            ShortLoadStore.class,
            WideLoadStore.class);

    private Groups() {}

    /** The classes with the definitions. */
    public static List<Class<?>> classes() {
        return CLASSES;
    }

    /** May access the definitions, which are private to this package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
