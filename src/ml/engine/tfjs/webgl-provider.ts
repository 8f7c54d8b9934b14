/**
 * WebGL 2, for graphics cards that WebGPU does not reach. The backend is loaded only where a context answers.
 * Software is used only when a person names WebGL. A lost context shows as `engine-lost`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { LoamError } from '../../../core/errors';
import type { EngineProvider } from '../engine';
import { useBackend } from './backend';
import { namesSoftware } from './software-adapter';
import { tfjsEngine } from './tfjs-engine';

/** What is asked of a context before the backend makes its own. */
export type GlPort = Pick<WebGL2RenderingContext, 'getExtension' | 'getParameter'>;

export interface GlEffects {
  now(): number;
  /** A context of any size; null where there is none. */
  context(): GlPort | null;
  /** Registers the backend with TensorFlow.js. */
  load(): Promise<unknown>;
}

export function defaultGlEffects(now: () => number): GlEffects {
  return {
    now,
    context: () =>
      typeof OffscreenCanvas === 'undefined'
        ? null
        : new OffscreenCanvas(1, 1).getContext('webgl2'),
    load: () => import('@tensorflow/tfjs-backend-webgl'),
  };
}

function unavailable(reason: string): LoamError {
  return new LoamError('engine-unavailable', { backend: 'webgl', reason });
}

/** What the driver calls itself; null where the browser does not say. */
function rendererOf(context: GlPort): string | null {
  const info = context.getExtension('WEBGL_debug_renderer_info') as {
    UNMASKED_RENDERER_WEBGL: number;
  } | null;
  return info && String(context.getParameter(info.UNMASKED_RENDERER_WEBGL));
}

export function webglProvider(effects: GlEffects): EngineProvider {
  let lost = false;
  return {
    name: 'webgl',
    supports: ({ type }) => type === 'network',
    async open(policy) {
      if (lost) throw unavailable('the graphics device was lost');
      const context = effects.context();
      if (!context) throw unavailable('this browser has no WebGL 2');
      const renderer = rendererOf(context);
      (context.getExtension('WEBGL_lose_context') as { loseContext(): void } | null)?.loseContext();
      if (policy !== 'webgl' && (renderer === null || namesSoftware(renderer))) {
        throw unavailable(
          renderer === null ? 'the graphics adapter is not named' : 'only a software adapter',
        );
      }
      await effects.load();
      await useBackend('webgl');
      if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE'))
        throw unavailable('only 16-bit floats');
      const { gl } = (tf.backend() as MathBackendWebGL).gpgpu;
      return tfjsEngine('webgl', renderer ?? 'unnamed adapter', {
        now: effects.now,
        lost: () => lost || gl.isContextLost(),
      });
    },
    forget() {
      lost = true;
      if (tf.findBackendFactory('webgl')) tf.removeBackend('webgl');
    },
  };
}
