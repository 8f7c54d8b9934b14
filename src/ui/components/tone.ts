/** What a colour says; never the only carrier of it. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info';
