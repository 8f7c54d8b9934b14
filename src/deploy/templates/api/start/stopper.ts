/**
 * The way out: not ready any more at once, still answering for as long as a load balancer may need to notice, then no new
 * connections, then the last answers, then the end.
 */
import process from 'node:process';
import type { FastifyInstance } from 'fastify';
import type { Service } from '../service';

export function stopper(
  app: FastifyInstance,
  service: Service,
): (signal: string, delayMs: number) => void {
  const { log, config, predictionLog } = service;
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

  async function drain(delayMs: number): Promise<void> {
    // The server's own sockets keep the process alive meanwhile.
    await wait(delayMs);
    await app.close();
    await predictionLog?.close();
    log.write('info', 'stopped');
    process.exit(0);
  }
  return (signal, delayMs) => {
    if (service.isStopping) {
      log.write('warn', 'stopped-at-once', { signal });
      process.exit(1);
    }
    service.isStopping = true;
    log.write('info', 'stopping', { signal });
    void drain(delayMs);
    void wait(delayMs + config.drainLimitMs).then(() => {
      log.write('error', 'stopped-late', { waiting: service.queue.length });
      process.exit(1);
    });
  };
}
