/** What people and their tools read: the card, the page to try it, the description of the API. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Service } from '../service';
import { cardHtml, cardJson } from './card';
import { onlyMethod } from './only-methods';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES: Record<string, { path: string; type: string }> = {
  '/try': { path: 'try/index.html', type: 'text/html' },
  '/try/page.js': { path: 'try/page.js', type: 'text/javascript' },
  '/try/style.css': { path: 'try/style.css', type: 'text/css' },
  '/openapi.json': { path: 'openapi.json', type: 'application/json' },
};

/** Whether HTML stands in Accept, before any JSON. */
function wantsHtml(accept: string | undefined): boolean {
  const [html, json] = ['text/html', 'application/json'].map((type) => accept?.indexOf(type) ?? -1);
  return html! >= 0 && (json! < 0 || html! < json!);
}

function send(reply: FastifyReply, type: string, content: Buffer | string): void {
  void reply
    .header('content-type', `${type}; charset=utf-8`)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .send(content);
}

export function pageRoutes(app: FastifyInstance, service: Service): void {
  for (const [url, { path, type }] of Object.entries(FILES)) {
    const content = Buffer.from(service.files.get(path)!);
    app.get(url, (_request, reply) => send(reply, type, content));
    onlyMethod(app, url, 'GET');
  }
  app.get('/', (request, reply) => {
    reply.header('vary', 'accept');
    if (wantsHtml(request.headers.accept)) send(reply, 'text/html', cardHtml(service));
    else send(reply, 'application/json', JSON.stringify(cardJson(service)));
  });
  onlyMethod(app, '/', 'GET');
}
