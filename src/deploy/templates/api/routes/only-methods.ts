/** A path that is there, asked with a method that it has not: 405, and which it has. */
import type { FastifyInstance } from 'fastify';
import { Refused } from '../http-error';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export function onlyMethod(app: FastifyInstance, url: string, method: 'GET' | 'POST'): void {
  const allowed = method === 'GET' ? 'GET, HEAD' : method;
  app.route({
    url,
    method: METHODS.filter((each) => each !== method),
    handler: (_request, reply) => {
      reply.header('allow', allowed);
      throw new Refused('wrong-method', `this path takes ${allowed}`);
    },
  });
}
