/* Formats lines, checks each against the text it must be, and prints them; vCPU 0 alone. */
#include "format.h"
#include "mmu.h"

#define ASID 1
#define LONGEST 120
#define UART_FLAGS 0x09000018
#define UART_FULL 0x20

static word checks;
static word wrong;

static void check(int right)
{
    checks++;
    wrong += !right;
}

static void print(const char *text)
{
    for (; *text; text++) {
        while (*(volatile uint32_t *)UART_FLAGS & UART_FULL)
            ;
        *(volatile uint32_t *)UART_DATA = (uint32_t)*text;
    }
}

static int length_of(const char *text)
{
    int length = 0;
    while (text[length])
        length++;
    return length;
}

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

__attribute__((format(printf, 2, 3))) static void line(const char *expected, const char *text, ...)
{
    char formatted[LONGEST];
    va_list arguments;
    int length;

    va_start(arguments, text);
    length = format(formatted, LONGEST, text, arguments);
    va_end(arguments);
    check(same(formatted, expected));
    check(length == length_of(expected));
    print(formatted);
    print("\n");
}

__attribute__((format(printf, 4, 5))) static void limited(int limit, int full, const char *kept, const char *text, ...)
{
    char formatted[16] = "###############";
    va_list arguments;
    int length;

    va_start(arguments, text);
    length = format(formatted, limit, text, arguments);
    va_end(arguments);
    check(length == full);
    check(same(formatted, kept));
}

static void integers(void)
{
    line("0 1 -1", "%d %d %d", 0, 1, -1);
    line("2147483647 -2147483648", "%d %i", 2147483647, -2147483647 - 1);
    line("0 4294967295", "%u %u", 0u, 4294967295u);
    line("0 deadbeef DEADBEEF", "%x %x %X", 0u, 0xdeadbeefu, 0xdeadbeefu);
    line("777 37777777777", "%o %o", 511u, 0xffffffffu);
    line("9223372036854775807", "%lld", 9223372036854775807ll);
    line("-9223372036854775808", "%lld", -9223372036854775807ll - 1);
    line("18446744073709551615 10000000000", "%llu %llu", 18446744073709551615ull, 10000000000ull);
    line("123456789abcdef0 FFFFFFFFFFFFFFFF", "%llx %llX", 0x123456789abcdef0ull, ~0ull);
    line("1 -5000000000 2 6000000000 3", "%d %lld %d %lld %d", 1, -5000000000ll, 2, 6000000000ll, 3);
    line("-2147483648 4294967295", "%ld %lu", -2147483647l - 1, 4294967295ul);
}

static void widths(void)
{
    line("[   42][42   ][00042]", "[%5d][%-5d][%05d]", 42, 42, 42);
    line("[  -42][-42  ][-0042]", "[%5d][%-5d][%05d]", -42, -42, -42);
    line("[123456][123456][123456]", "[%3d][%-3d][%03d]", 123456, 123456, 123456);
    line("[0000beef][    beef][beef    ]", "[%08x][%8x][%-8x]", 0xbeefu, 0xbeefu, 0xbeefu);
    line("[00000000000000000001][-9000000000]", "[%020llu][%lld]", 1ull, -9000000000ll);
    line("[     7][7     ]", "[%*d][%-*d]", 6, 7, 6, 7);
    line("[0]", "[%0d]", 0);
}

static void texts(void)
{
    line("hello, world", "%s, %s", "hello", "world");
    line("[   abc][abc   ][abc]", "[%6s][%-6s][%2s]", "abc", "abc", "abc");
    line("[ab][   ab][]", "[%.2s][%5.2s][%.0s]", "abc", "abc", "abc");
    line("x[    y][z    ]", "%c[%5c][%-5c]", 'x', 'y', 'z');
    line("100%", "%d%%", 100);
    line("", "%s", "");
    line("0x0 0x40001000", "%p %p", (void *)0, (void *)0x40001000);
    line("[0x80000000]", "[%10p]", (void *)0x80000000);
    line("a1b-2c3d4e5f6", "%c%d%c%d%c%u%c%x%c%s%s", 'a', 1, 'b', -2, 'c', 3u, 'd', 4u, 'e', "5f", "6");
}

/* What a program would print; too many lines for anybody but the reader of the console to check. */
__attribute__((format(printf, 1, 2))) static void print_line(const char *text, ...)
{
    char formatted[LONGEST];
    va_list arguments;

    va_start(arguments, text);
    format(formatted, LONGEST, text, arguments);
    va_end(arguments);
    print(formatted);
    print("\n");
}

static void powers_of_seven(void)
{
    unsigned long long power = 1;

    for (int i = 0; i <= 22; i++, power *= 7)
        print_line("%2d %20llu %-16llx|%022llo", i, power, power, power);
}

void guest_main(word argument, word vcpus)
{
    struct tables *tables = &this_vcpu()->tables;

    (void)argument;
    (void)vcpus;
    if (vcpu_index() != 0)
        stop();
    build_tables(tables);
    mmu_on(tables, ASID);
    integers();
    widths();
    texts();
    powers_of_seven();
    limited(16, 5, "12345", "%d", 12345);
    limited(4, 5, "123", "%d", 12345);
    limited(1, 5, "", "%d", 12345);
    limited(0, 5, "###############", "%d", 12345);
    report(checks, wrong);
}
