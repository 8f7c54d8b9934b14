/** Results of the tools, told as they come, and counted. */
export type Status = 'passed' | 'failed' | 'skipped';

export class Report {
  readonly counts: Record<Status, number> = { passed: 0, failed: 0, skipped: 0 };

  add(status: Status, name: string, detail = ''): void {
    this.counts[status]++;
    console.log(`${status.padEnd(7)}  ${name}${detail === '' ? '' : `: ${detail}`}`);
  }

  sentence(): string {
    const { passed, failed, skipped } = this.counts;
    return `${passed} passed, ${failed} failed, ${skipped} skipped`;
  }
}
