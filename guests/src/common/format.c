#include "format.h"

#include <stdint.h>

#define LONGEST_NUMBER 24

struct output {
    char *to;
    int limit;
    int length;
};

struct field {
    int left;
    int zeros;
    int width;
    int precision;
    int longs;
};

static void put(struct output *output, char c)
{
    if (output->length + 1 < output->limit)
        output->to[output->length] = c;
    output->length++;
}

static void pad(struct output *output, char c, int count)
{
    while (count-- > 0)
        put(output, c);
}

static void put_text(struct output *output, const char *text, const struct field *field)
{
    int length = 0;

    while (length != field->precision && text[length])
        length++;
    if (!field->left)
        pad(output, ' ', field->width - length);
    for (int i = 0; i < length; i++)
        put(output, text[i]);
    if (field->left)
        pad(output, ' ', field->width - length);
}

/* Divides sixteen bits at a time, as there need not be a 64-bit division. */
static uint32_t divide(uint64_t *value, uint32_t base)
{
    uint64_t quotient = 0;
    uint32_t rest = 0;

    for (int shift = 48; shift >= 0; shift -= 16) {
        uint32_t part = rest << 16 | (uint32_t)(*value >> shift & 0xffff);
        quotient |= (uint64_t)(part / base) << shift;
        rest = part % base;
    }
    *value = quotient;
    return rest;
}

static void put_number(struct output *output, uint64_t value, uint32_t base, const char *prefix, struct field *field)
{
    const char *digits = prefix[0] == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    char reversed[LONGEST_NUMBER];
    int count = 0;
    int width = 0;

    if (prefix[0] == 'X')
        prefix++;
    do
        reversed[count++] = digits[divide(&value, base)];
    while (value);
    while (prefix[width])
        width++;
    width = field->width - width - count;
    if (!field->left && !field->zeros)
        pad(output, ' ', width);
    while (*prefix)
        put(output, *prefix++);
    if (!field->left && field->zeros)
        pad(output, '0', width);
    while (count > 0)
        put(output, reversed[--count]);
    if (field->left)
        pad(output, ' ', width);
}

static const char *parse(const char *text, struct field *field, va_list *arguments)
{
    for (; *text == '-' || *text == '0'; text++) {
        field->left |= *text == '-';
        field->zeros |= *text == '0';
    }
    if (*text == '*') {
        field->width = va_arg(*arguments, int);
        text++;
    }
    for (; *text >= '0' && *text <= '9'; text++)
        field->width = field->width * 10 + (*text - '0');
    if (*text == '.') {
        field->precision = 0;
        for (text++; *text >= '0' && *text <= '9'; text++)
            field->precision = field->precision * 10 + (*text - '0');
    }
    for (; *text == 'l'; text++)
        field->longs++;
    return text;
}

static uint64_t unsigned_argument(const struct field *field, va_list *arguments)
{
    if (field->longs > 1)
        return va_arg(*arguments, unsigned long long);
    return field->longs ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
}

static int64_t signed_argument(const struct field *field, va_list *arguments)
{
    if (field->longs > 1)
        return va_arg(*arguments, long long);
    return field->longs ? va_arg(*arguments, long) : va_arg(*arguments, int);
}

static void convert(struct output *output, char kind, struct field *field, va_list *arguments)
{
    int64_t number;
    char character[2] = {0, 0};

    switch (kind) {
    case 'd':
    case 'i':
        number = signed_argument(field, arguments);
        put_number(output, number < 0 ? -(uint64_t)number : (uint64_t)number, 10, number < 0 ? "-" : "", field);
        break;
    case 'u':
        put_number(output, unsigned_argument(field, arguments), 10, "", field);
        break;
    case 'o':
        put_number(output, unsigned_argument(field, arguments), 8, "", field);
        break;
    case 'x':
        put_number(output, unsigned_argument(field, arguments), 16, "", field);
        break;
    case 'X':
        put_number(output, unsigned_argument(field, arguments), 16, "X", field);
        break;
    case 'p':
        put_number(output, (uintptr_t)va_arg(*arguments, void *), 16, "0x", field);
        break;
    case 's':
        put_text(output, va_arg(*arguments, const char *), field);
        break;
    case 'c':
        character[0] = (char)va_arg(*arguments, int);
        put_text(output, character, field);
        break;
    default:
        put(output, kind);
    }
}

int format(char *to, int limit, const char *text, va_list arguments)
{
    struct output output = {to, limit, 0};
    va_list rest;

    va_copy(rest, arguments);
    while (*text) {
        struct field field = {0, 0, 0, -1, 0};
        if (*text != '%') {
            put(&output, *text++);
            continue;
        }
        text = parse(text + 1, &field, &rest);
        if (*text)
            convert(&output, *text++, &field, &rest);
    }
    va_end(rest);
    if (limit > 0)
        to[output.length < limit ? output.length : limit - 1] = 0;
    return output.length;
}
