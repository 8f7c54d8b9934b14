/** How large a file's parts may be. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;
export const MAX_COLUMNS = 20_000;
