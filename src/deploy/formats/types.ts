/** A model version in the format of another tool: files by path. */
import type { BundleFiles } from '../bundle/types';
import type { ExportInput } from '../model/types';
import type { RunOnnx } from '../onnx';

export type FormatFiles = BundleFiles;

/**
 * Equal input, equal files. No row of the data is in any: where an example stands, it is a golden one.
 *
 * @param run tries what is ONNX on the golden examples before it leaves
 * @throws LoamError `export-refused` naming what the format has no way to say, `internal` as `modelParts`
 */
export type WriteFormat = (input: ExportInput, run?: RunOnnx) => Promise<FormatFiles>;
