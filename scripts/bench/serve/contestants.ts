/** Who answers a case: our exported server, and the bare app with other runtimes behind it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApi } from '../../../src/deploy/api';
import { compileFolderTemplate } from '../../vite/compile-folder-template';
import { matrixOnnx } from './matrix-onnx';
import type { ServedCase } from './served-models';
import { startServer, unpack, type Server } from './server';

export const BARE = join(import.meta.dirname, 'bare-app.mjs');
export const PEERS = {
  echo: 'echo',
  tfjs: 'TensorFlow.js, cpu',
  onnx: 'ONNX Runtime',
} as const;

export type Peer = keyof typeof PEERS;
export type Contestant = 'ours' | Peer;

export interface Contestants {
  /** Where our package lies. */
  folder: string;
  servers: Partial<Record<Contestant, Server>> & Record<'ours' | 'echo', Server>;
  stop(): Promise<void>;
}

/** @param runtime the folder that ONNX Runtime lies in; null leaves it out */
export async function startContestants(
  { input, names, widths }: ServedCase,
  runtime: string | null,
): Promise<Contestants> {
  const template = await compileFolderTemplate('api');
  const folder = await unpack(buildApi({ models: [input], template }));
  const others = await unpack(new Map());
  const started: Server[] = [];
  const start = async (place: string, words: string[]) => {
    const server = await startServer(place, words);
    started.push(server);
    return server;
  };
  const bare = async (peer: Peer, settings: object) => {
    const path = join(others.path, `${peer}.json`);
    await writeFile(path, JSON.stringify({ names, ...settings }));
    return start('.', [BARE, peer, path]);
  };
  async function stop(): Promise<void> {
    for (const server of started) await server.stop();
    await folder.remove();
    await others.remove();
  }

  try {
    const servers: Contestants['servers'] = {
      ours: await start(folder.path, ['server.mjs']),
      echo: await start('.', [BARE, 'echo']),
    };
    if (widths) servers.tfjs = await bare('tfjs', { widths });
    if (runtime !== null) {
      const model = join(others.path, 'model.onnx');
      await writeFile(model, matrixOnnx(input.model));
      servers.onnx = await bare('onnx', { model, runtime });
    }
    return { folder: folder.path, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
