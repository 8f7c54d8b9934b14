import { describe, expect, it } from 'vitest';
import { apiInProcess } from '../../../../support/api/api-in-process';
import { someData } from '../../../../support/bundle-of';
import { pageInputOf } from '../../../../support/page-input';
import { tableOf } from '../../../../support/table-of';

const rows = Array.from({ length: 40 }, (_, i) => i);
const plain = pageInputOf({
  table: tableOf({
    '<b>': rows.map((i) => i / 2),
    y: rows.map((i) => i * 3),
  }),
  target: 'y',
  kind: 'regression',
  classes: null,
  template: '',
  name: 'a <script>',
});

describe('the card of a server', async () => {
  const { app } = await apiInProcess([plain]);
  const get = (accept: string) => app.inject({ method: 'GET', url: '/', headers: { accept } });

  it('is a page for those who ask for one, without markup of others', async () => {
    const { body, headers } = await get('text/html,*/*');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('<td>&lt;b&gt;</td>');
    expect(body).not.toContain('<script');
  });

  it('tells dates as days', async () => {
    const dated = pageInputOf({ ...someData(9), template: '', name: 'dated' });
    expect(dated.model.manifest.inputs.map(({ type }) => type)).toContain('datetime');
    const other = await apiInProcess([dated]);
    const { body } = await other.app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(body).toMatch(/most from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
  });

  it('is JSON for all others', async () => {
    const { headers } = await get('*/*');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('and every answer names the version that gave it, in a header too', async () => {
    const json = { 'content-type': 'application/json' };
    const { name } = plain.model.manifest.inputs[0]!;
    const request = { inputs: [{ name, datatype: 'FP64', shape: [1], data: [1.5] }] };
    for (const [url, payload] of [
      ['/predict', '{}'],
      ['/v2/models/a%20%3Cscript%3E/infer', JSON.stringify(request)],
    ] as const) {
      const response = await app.inject({ method: 'POST', url, headers: json, payload });
      expect([url, response.headers['x-model-version']]).toEqual([url, '1']);
    }
  });
});
