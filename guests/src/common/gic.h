/* A GICv2 (IHI 0048): the registers that one CPU needs for its private interrupts. */
#ifndef GIC_H
#define GIC_H

#include "guest.h"

#define GICD 0x08000000
#define GICD_CTLR (GICD + 0x000)
#define GICD_ISENABLER (GICD + 0x100)
#define GICD_ICENABLER (GICD + 0x180)
#define GICD_ISPENDR (GICD + 0x200)
#define GICD_IPRIORITYR (GICD + 0x400)
#define GICD_SGIR (GICD + 0xf00)

#define GICC 0x08010000
#define GICC_CTLR (GICC + 0x00)
#define GICC_PMR (GICC + 0x04)
#define GICC_IAR (GICC + 0x0c)
#define GICC_EOIR (GICC + 0x10)
#define GICC_RPR (GICC + 0x14)
#define GICC_HPPIR (GICC + 0x18)

#define VIRTUAL_TIMER 27
#define SPURIOUS 1023
#define IDLE_PRIORITY 0xff

#define SGI_TO_ITSELF (2u << 24)

static inline uint32_t gic_read(word address)
{
    return *(volatile uint32_t *)address;
}

static inline void gic_write(word address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static inline void set_priority(word interrupt, uint8_t priority)
{
    *(volatile uint8_t *)(GICD_IPRIORITYR + interrupt) = priority;
}

#endif
