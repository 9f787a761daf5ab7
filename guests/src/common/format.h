/* A small printf: %d %i %u %x %X %o %s %c %p %%, with - and 0 flags, width, precision of %s, l and ll. */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>

/* As vsnprintf: returns the length without the limit, and ends what it writes with a zero byte. */
int format(char *to, int limit, const char *text, va_list arguments);

#endif
