/** Another origin that welcomes everyone and counts who arrives: requests and bare connections. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ForeignOrigin {
  /** `http://127.0.0.1:port/` */
  url: string;
  /** `METHOD path` of each request, upgrades included. */
  arrivals: string[];
  /** Connections opened, even where no request followed. */
  connections(): number;
  reset(): void;
  close(): Promise<void>;
}

export async function foreignOrigin(): Promise<ForeignOrigin> {
  const arrivals: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    arrivals.push(`${request.method} ${request.url}`);
    const type = request.url?.includes('.js') ? 'text/javascript' : 'text/plain';
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Type': type,
    });
    response.end(type === 'text/javascript' ? 'self.arrived = true; export default 1;' : 'welcome');
  });
  server.on('upgrade', (request, socket) => {
    arrivals.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  server.on('connection', () => connections++);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    arrivals,
    connections: () => connections,
    reset() {
      arrivals.length = 0;
      connections = 0;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
