/** Where the host has copied core/math's EXP_TABLE: 32 pairs of doubles. No data segment holds it. */
export const EXP_TABLE: usize = 1024;
