export const browserFlags: string[];
export function findBrowser(): Promise<string | null>;
export function obtainBrowser(): Promise<string | null>;
export function findFirefox(): string | null;
export function obtainFirefox(): Promise<string | null>;
