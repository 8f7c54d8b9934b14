/** Milliseconds since 1970 as a day, YYYY-MM-DD in UTC. */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
