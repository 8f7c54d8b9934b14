export const policy: string;
export const developmentPolicy: string;
export const headers: Record<string, string>;
export const CAGE_PAGE: string;
export const cagePolicy: string;
export const cageHeaders: Record<string, string>;
export function headersFor(path: string): Record<string, string>;
