/* Long descriptors: three levels of 64-bit entries. */
#define BLOCK 0x200000
#define PAGE_LEVEL 3
#define BLOCK_LEVEL 2
#define TABLE_ENTRIES 512

typedef uint64_t descriptor;
typedef descriptor table[TABLE_ENTRIES] __attribute__((aligned(PAGE)));

#define PRESENT_PAGE 3ull
#define PRESENT_BLOCK 1ull
#define PRESENT_TABLE 3ull
#define DEVICE (1ull << 2)
#define USER (1ull << 6)
#define READ_ONLY (1ull << 7)
#define SHAREABLE (3ull << 8)
#define ACCESSED (1ull << 10)
#define NOT_GLOBAL (1ull << 11)
#define NO_PRIVILEGED_EXECUTE (1ull << 53)
#define NO_EXECUTE (1ull << 54)
#define NO_EXECUTE_TABLE (1ull << 60)
#define READ_ONLY_TABLE (1ull << 62)

/* Status codes of aborts, with what the format sets beside them. */
#define FSR_MASK 0x3fff
#define TRANSLATION(level) (0x204 | (level))
#define ACCESS_FLAG(level) (0x208 | (level))
#define PERMISSION(level) (0x20c | (level))
#define ALIGNMENT 0x221
#define DEBUG_EVENT 0x222

#define PAR_ADDRESS 0xfffffff000ull

/* RAM and devices are identity mapped and global; test and test_pages map TESTED_VA on. */
struct tables {
    table root;
    table ram;
    table devices;
    table test;
    table test_pages;
};

/* What maps the block that va of TESTED_VA's GiB is in, or points to the table of its pages. */
static inline descriptor *block_entry(struct tables *tables, word va)
{
    return &tables->test[va / BLOCK % TABLE_ENTRIES];
}

static inline descriptor block_descriptor(word pa, descriptor attributes)
{
    return pa | attributes | PRESENT_BLOCK;
}

static inline void switch_tables(struct tables *tables, word asid)
{
    asm volatile("mcrr p15, 0, %0, %1, c2; isb" ::"r"(tables), "r"(asid << 16) : "memory");
}

/* PAR after a stage 1 read translation at PL1; never faults. */
static inline uint64_t probe(word va)
{
    uint64_t par;
    asm volatile("mcr p15, 0, %1, c7, c8, 0; isb; mrrc p15, 0, %Q0, %R0, c7" : "=r"(par) : "r"(va) : "memory");
    return par;
}
