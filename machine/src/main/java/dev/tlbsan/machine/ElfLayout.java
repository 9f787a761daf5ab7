package dev.tlbsan.machine;

/** Where the fields of an ELF file are, in bytes from the start of what holds them, by the file's class. */
enum ElfLayout {
    CLASS_32(1, Arch.ARM, 40, "Arm (40)", 32),
    CLASS_64(2, Arch.ARM64, 183, "AArch64 (183)", 48);

    /** EI_CLASS. */
    final int number;
    /** The architecture that files of this class are for. */
    final Arch arch;
    /** e_machine, and what it is called. */
    final int machine;

    final String machineName;
    /** The bits of a physical address. */
    final int addressBits;

    /** The file's header: its size, the offsets of the tables of headers, and the pair of their entries' size and count. */
    final int headerSize;

    final int programHeaders;
    final int programHeaderCounts;
    final int sectionHeaders;
    final int sectionHeaderCounts;

    /** A program header. */
    final int programHeaderSize;

    final int segmentOffset;
    final int segmentAddress;
    final int segmentFileSize;
    final int segmentMemorySize;

    /** A section header. */
    final int sectionHeaderSize;

    final int sectionOffset;
    final int sectionSize;
    final int sectionLink;

    /** A symbol. */
    final int symbolSize;

    final int symbolInfo;
    final int symbolSection;
    final int symbolValue;

    ElfLayout(int number, Arch arch, int machine, String machineName, int addressBits) {
        this.number = number;
        this.arch = arch;
        this.machine = machine;
        this.machineName = machineName;
        this.addressBits = addressBits;
        boolean wide = number == 2;
        headerSize = wide ? 64 : 52;
        programHeaders = wide ? 32 : 28;
        programHeaderCounts = wide ? 54 : 42;
        sectionHeaders = wide ? 40 : 32;
        sectionHeaderCounts = wide ? 58 : 46;
        programHeaderSize = wide ? 56 : 32;
        segmentOffset = wide ? 8 : 4;
        segmentAddress = wide ? 24 : 12;
        segmentFileSize = wide ? 32 : 16;
        segmentMemorySize = wide ? 40 : 20;
        sectionHeaderSize = wide ? 64 : 40;
        sectionOffset = wide ? 24 : 16;
        sectionSize = wide ? 32 : 20;
        sectionLink = wide ? 40 : 24;
        symbolSize = wide ? 24 : 16;
        symbolInfo = wide ? 4 : 12;
        symbolSection = wide ? 6 : 14;
        symbolValue = wide ? 8 : 4;
    }
}
