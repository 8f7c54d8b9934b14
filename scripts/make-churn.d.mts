/** The whole file: header, 12,000 lines, line feeds. */
export function makeChurn(): string;
