package dev.tlbsan.arm.isa;

/** Has the last word on the fields of generated instructions. */
@FunctionalInterface
public interface FieldChooser {
    /** Takes what the generator proposes. */
    FieldChooser ANY = (definition, field, proposal) -> proposal;

    /**
     * The value of a field.
     *
     * @param proposal the generator's choice, which favours edges
     * @return a value that fits the field
     */
    int choose(Definition definition, Field field, int proposal);
}
