/** Writes the Content-Security-Policy into index.html, before anything that it must hold for. */
import type { Plugin } from 'vite';
import { developmentPolicy, policy } from '../policy.mjs';

export function policyPlugin(): Plugin {
  return {
    name: 'loam-policy',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) => [
        {
          tag: 'meta',
          attrs: {
            'http-equiv': 'Content-Security-Policy',
            content: context.server ? developmentPolicy : policy,
          },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
