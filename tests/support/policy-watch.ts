/** Collects violations of the Content-Security-Policy, of pages and of their workers. */
import type { BrowserContext } from '@playwright/test';

const MARK = 'Content Security Policy of a worker violated';

export class PolicyWatch {
  readonly violations: string[] = [];

  /** Call before the first page opens. */
  async attach(context: BrowserContext): Promise<void> {
    await context.exposeBinding('__loamPolicyViolation', (_source, text: string) => {
      this.violations.push(text);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        const scope = globalThis as unknown as { __loamPolicyViolation(text: string): void };
        const place = `${event.sourceFile}:${event.lineNumber}`;
        scope.__loamPolicyViolation(`${event.effectiveDirective}: ${event.blockedURI} (${place})`);
      });
    });
    context.on('console', (message) => {
      if (/Content[- ]Security[- ]Policy/i.test(message.text()))
        this.violations.push(message.text());
    });
    // A worker's violations reach neither the page nor its console: have each worker tell. The observer
    // is handed what happened before it began, too.
    context.on('page', (page) => {
      page.on('worker', (worker) => {
        worker
          .evaluate((mark) => {
            const report = (reports: ReportList) => {
              for (const { body } of reports) console.warn(`${mark}: ${JSON.stringify(body)}`);
            };
            const options = { types: ['csp-violation'], buffered: true };
            new ReportingObserver(report as ReportingObserverCallback, options).observe();
          }, MARK)
          .catch(() => {
            // The worker ended before it could be asked.
          });
      });
    });
  }
}

type ReportList = { body: unknown }[];
