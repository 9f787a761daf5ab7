package dev.tlbsan.cli;

import java.util.Locale;

/** Memory sizes as QEMU takes them: a number with K, M or G, or mebibytes without. */
final class Sizes {
    private static final long PAGE = 4096;

    private Sizes() {}

    /**
     * The size in bytes.
     *
     * @throws IllegalArgumentException if it is no size, or not whole pages, or beyond the limit in bytes
     */
    static long parse(String text, long limit) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!upper.matches("[0-9]{1,10}[KMG]?")) {
            throw new IllegalArgumentException("size '" + text + "'; accepted: a number with K, M or G, such as 64M");
        }
        char unit = upper.charAt(upper.length() - 1);
        int shift = switch (unit) {
            case 'K' -> 10;
            case 'G' -> 30;
            default -> 20;
        };
        long number = Long.parseLong(Character.isDigit(unit) ? upper : upper.substring(0, upper.length() - 1));
        if (number == 0 || number > limit >>> shift || (number << shift) % PAGE != 0) {
            throw new IllegalArgumentException(
                    "size '" + text + "'; accepted: whole pages of 4K up to " + (limit >>> 30) + "G");
        }
        return number << shift;
    }
}
