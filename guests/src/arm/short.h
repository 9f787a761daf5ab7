/* Short descriptors: sections of 1 MiB and tables of small pages; TEX remap, an access flag, domains. */
#define BLOCK 0x100000
#define PAGE_LEVEL 2
#define BLOCK_LEVEL 1
#define TABLE_ENTRIES 256
#define SECTIONS 4096

typedef uint32_t descriptor;
typedef descriptor table[TABLE_ENTRIES] __attribute__((aligned(TABLE_ENTRIES * 4)));

/* Attributes are those of a small page. */
#define PRESENT_PAGE 2u
#define PRESENT_SECTION 2u
#define PRESENT_TABLE 1u
#define NO_EXECUTE 1u
#define DEVICE (1u << 2)
#define ACCESSED (1u << 4)
#define USER (1u << 5)
#define READ_ONLY (1u << 9)
#define SHAREABLE (1u << 10)
#define NOT_GLOBAL (1u << 11)

/* Only a table says this for its pages. */
#define NO_PRIVILEGED_EXECUTE 0
#define NO_PRIVILEGED_EXECUTE_TABLE (1u << 2)

#define DOMAIN_FIELD(domain) ((domain) << 5)
#define TESTED_DOMAIN 1u

/* Status codes of aborts; the FSR's domain field is left out. */
#define FSR_MASK 0x3e0f
#define TRANSLATION(level) (0x03 + 2 * (level))
#define ACCESS_FLAG(level) (0x03 * (level))
#define DOMAIN(level) (0x07 + 2 * (level))
#define PERMISSION(level) (0x0b + 2 * (level))
#define ALIGNMENT 0x01
#define DEBUG_EVENT 0x02

#define PAR_ADDRESS 0xfffff000u

/* RAM and devices are identity mapped and global; test_pages maps TESTED_VA on. */
struct tables {
    descriptor root[SECTIONS] __attribute__((aligned(SECTIONS * 4)));
    table test_pages;
};

/* What maps the section that va is in, or points to the table of its pages. */
static inline descriptor *block_entry(struct tables *tables, word va)
{
    return &tables->root[va / BLOCK];
}

/* AP, TEX, S and nG are six bits higher than in a small page. */
static inline descriptor section(word pa, descriptor attributes, word domain)
{
    return pa | (attributes & 0xff0) << 6 | (attributes & NO_EXECUTE) << 4 | (attributes & 0xc)
           | DOMAIN_FIELD(domain) | PRESENT_SECTION;
}

static inline descriptor block_descriptor(word pa, descriptor attributes)
{
    return section(pa, attributes, TESTED_DOMAIN);
}

/* The table and the ASID cannot change at once: ASID 0, under which nothing runs, is in between. */
static inline void switch_tables(struct tables *tables, word asid)
{
    asm volatile("mcr p15, 0, %0, c13, c0, 1; isb\n"
                 "mcr p15, 0, %1, c2, c0, 0; isb\n"
                 "mcr p15, 0, %2, c13, c0, 1; isb" ::"r"(0),
                 "r"((word)tables | TTBR_ATTRIBUTES), "r"(asid)
                 : "memory");
}

/* PAR after a stage 1 read translation at PL1; never faults. */
static inline uint64_t probe(word va)
{
    word par;
    asm volatile("mcr p15, 0, %1, c7, c8, 0; isb; mrc p15, 0, %0, c7, c4, 0" : "=r"(par) : "r"(va) : "memory");
    return par;
}
