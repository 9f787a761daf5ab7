package dev.tlbsan.arm.mmu;

/** What a TLB remembers. */
public sealed interface TlbMode {
    /** Everything it may, until an invalidation that must remove it completes. */
    TlbMode RETAIN = new Retain();
    /** Nothing. */
    TlbMode COHERENT = new Coherent();

    /** See {@link #RETAIN}. */
    record Retain() implements TlbMode {}

    /** See {@link #COHERENT}. */
    record Coherent() implements TlbMode {}

    /**
     * So many final translations, the least recently used of a set giving way.
     *
     * @param size entries in all
     * @param ways entries of a set
     */
    record Finite(int size, int ways) implements TlbMode {
        private static final int MAX_SIZE = 1 << 20;

        public Finite {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException("TLB size is " + size + ", must be 1 to " + MAX_SIZE);
            }
            if (ways < 1 || size % ways != 0) {
                throw new IllegalArgumentException("TLB ways are " + ways + ", must divide the size " + size);
            }
        }
    }

    /** Parses {@code retain}, {@code coherent} or {@code finite:SIZExWAYS}. */
    static TlbMode parse(String text) {
        if (text.equals("retain")) {
            return RETAIN;
        }
        if (text.equals("coherent")) {
            return COHERENT;
        }
        if (!text.matches("finite:[0-9]{1,7}x[0-9]{1,7}")) {
            throw new IllegalArgumentException(
                    "TLB mode is \"" + text + "\", must be retain, coherent or finite:SIZExWAYS");
        }
        int x = text.indexOf('x');
        int size = Integer.parseInt(text.substring("finite:".length(), x));
        return new Finite(size, Integer.parseInt(text.substring(x + 1)));
    }
}
