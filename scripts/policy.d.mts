export const policy: string;
export const developmentPolicy: string;
export const headers: Record<string, string>;
