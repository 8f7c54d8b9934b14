/**
 * WebGPU. The backend is loaded only where there is an adapter. Software adapters give right answers
 * slowly, so they are used only when a person names WebGPU. A lost device shows as `engine-lost`: its
 * weights cannot be read any more.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LoamError } from '../../../core/errors';
import type { EngineProvider } from '../engine';
import { useBackend } from './backend';
import { namesSoftware } from './software-adapter';
import { tfjsEngine } from './tfjs-engine';

/** What is asked of `navigator.gpu`. */
export type GpuPort = Pick<GPU, 'requestAdapter'>;

export interface GpuEffects {
  now(): number;
  /** Undefined where the browser has no WebGPU. */
  gpu: GpuPort | undefined;
  /** Registers the backend with TensorFlow.js. */
  load(): Promise<unknown>;
}

export function defaultGpuEffects(now: () => number): GpuEffects {
  return {
    now,
    gpu: typeof navigator === 'undefined' ? undefined : navigator.gpu,
    load: () => import('@tensorflow/tfjs-backend-webgpu'),
  };
}

function unavailable(reason: string): LoamError {
  return new LoamError('engine-unavailable', { backend: 'webgpu', reason });
}

function isSoftware(adapter: GPUAdapter): boolean {
  const { info } = adapter;
  const old = (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter;
  const named = `${info?.architecture ?? ''} ${info?.description ?? ''}`;
  return info?.isFallbackAdapter === true || old === true || namesSoftware(named);
}

function adapterName({ info }: GPUAdapter): string {
  const words = [info?.vendor, info?.architecture, info?.description].filter(Boolean);
  return words.length > 0 ? words.join(' ') : 'unnamed adapter';
}

export function webgpuProvider(effects: GpuEffects): EngineProvider {
  let lost = false;
  let watching = false;

  function watch(): void {
    if (watching) return;
    watching = true;
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    void device.lost.then(() => {
      lost = true;
    });
  }

  return {
    name: 'webgpu',
    supports: ({ type }) => type === 'network',
    async open(policy) {
      if (!effects.gpu) throw unavailable('this browser has no WebGPU');
      if (lost) throw unavailable('the graphics device was lost');
      const adapter = await effects.gpu.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter) throw unavailable('no graphics adapter answered');
      if (policy !== 'webgpu' && isSoftware(adapter)) throw unavailable('only a software adapter');
      await effects.load();
      await useBackend('webgpu');
      watch();
      return tfjsEngine('webgpu', adapterName(adapter), {
        now: effects.now,
        lost: () => lost,
      });
    },
    forget() {
      lost = true;
      if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
    },
  };
}
