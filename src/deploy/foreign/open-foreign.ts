/**
 * Which format a choice of files is, and the model in them. The files may be hostile: nothing is fetched or
 * run, and what is not known is refused by name.
 */
import { LoamError, isLoamError } from '../../core/errors';
import { openTfjs } from './open-tfjs';
import type { ForeignFile, OpenedForeign, OpenedKept } from './types';

/** Bytes of all files together. */
export const MOST_BYTES = 128 * 1024 * 1024;
const MOST_FILES = 500;

const ONNX = /\.onnx$/i;
/** Numbers of an ONNX file, by the names that PyTorch and Hugging Face give. */
const ONNX_DATA = /\.onnx(\.|_)data$/i;
const JSON_FILE = /\.json$/i;
const SHARD = /\.bin$/i;

function refused(name: string, reason: string, cause?: unknown): LoamError {
  return new LoamError('model-unreadable', { name, reason }, { cause });
}

/** Refuses by number and size, before anything is read. @throws LoamError `model-unreadable` */
export function checkSizes(files: readonly { name: string; size: number }[]): void {
  const [first] = files;
  if (!first) throw refused('', 'no file was chosen');
  if (files.length > MOST_FILES) throw refused(first.name, `more than ${MOST_FILES} files`);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES) throw refused(first.name, 'larger than 128 MiB');
  const names = files.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw refused(twice, 'two files have that name');
}

function strayed(stray: ForeignFile, main: ForeignFile): LoamError {
  return refused(main.name, `${stray.name} does not belong to it: bring one model at a time`);
}

/** @throws LoamError `model-unreadable` with the name of the file and the reason */
export async function openForeign(
  files: readonly ForeignFile[],
): Promise<OpenedForeign | OpenedKept> {
  checkSizes(files.map(({ name, bytes }) => ({ name, size: bytes.length })));
  const main = files.find(({ name }) => ONNX.test(name) || JSON_FILE.test(name));
  if (!main) {
    const shard = files.find(({ name }) => SHARD.test(name));
    const numbers = files.find(({ name }) => ONNX_DATA.test(name));
    if (numbers) {
      throw refused(numbers.name, 'it holds weights only: choose the .onnx file beside it as well');
    }
    throw shard
      ? refused(shard.name, 'it holds weights only: choose the model.json beside it as well')
      : refused(files[0]!.name, 'it is neither an .onnx file nor a model.json with its .bin files');
  }
  const others = files.filter((file) => file !== main);
  try {
    if (JSON_FILE.test(main.name)) {
      const stray = others.find(({ name }) => !SHARD.test(name));
      if (stray) throw strayed(stray, main);
      return openTfjs(main, others);
    }
    return await openOnnx(main, others);
  } catch (error) {
    // Readers speak of the file by the name that it has in its format.
    if (!isLoamError(error, 'model-unreadable')) throw error;
    throw new LoamError('model-unreadable', { ...error.facts, name: main.name }, { cause: error });
  }
}

/**
 * @param others files that some of the numbers may be in
 * @throws LoamError `model-unreadable` for what neither Loam nor ONNX Runtime can be fed with
 */
async function openOnnx(
  main: ForeignFile,
  others: readonly ForeignFile[],
): Promise<OpenedForeign | OpenedKept> {
  const format = 'onnx';
  const { name } = main;
  const { readOnnxModel, withExternalData } = await import('../onnx/read');
  const files = new Map(others.map((file) => [file.name, file.bytes]));
  const { bytes, used } = withExternalData(main.bytes, files);
  // Exporters leave an empty file beside one whose numbers all fit into it.
  const stray = others.find((file) => !used.has(file.name) && file.bytes.length > 0);
  if (stray) throw strayed(stray, main);
  try {
    return { by: 'loam', format, name, model: readOnnxModel(bytes) };
  } catch (error) {
    // A file that contradicts itself stays refused.
    if (!isLoamError(error, 'model-unreadable') || error.cause !== undefined) throw error;
    const { readKept } = await import('../onnx/kept');
    return {
      by: 'onnx',
      format,
      name,
      file: readKept(bytes),
      bytes,
      why: String(error.facts.reason),
    };
  }
}
