/**
 * Outputs that can be asked for. ONNX Runtime gives tensors in JavaScript, and no sequences of maps: the tensor before
 * a ZipMap is made an output as well. Messages of Protocol Buffers that follow each other are one message, so that the
 * file itself is not written anew.
 */
import { ProtobufWriter } from '../protobuf';
import { messageOf, textOf, wireFields } from '../read/protobuf-reader';

function declares(model: Uint8Array, output: string): boolean {
  for (const field of wireFields(model)) {
    if (field.field !== 7) continue;
    for (const part of wireFields(messageOf(field))) {
      if (part.field !== 12) continue;
      for (const port of wireFields(messageOf(part))) {
        if (port.field === 1 && textOf(port) === output) return true;
      }
    }
  }
  return false;
}

/**
 * The file, with `output` among its outputs.
 * @throws LoamError `model-unreadable` for what is no ONNX file
 */
export function withOutput(model: Uint8Array, output: string): Uint8Array {
  if (declares(model, output)) return model;
  const port = new ProtobufWriter().string(1, output);
  const graph = new ProtobufWriter().message(12, port);
  const added = new ProtobufWriter().message(7, graph).finish();
  const whole = new Uint8Array(model.length + added.length);
  whole.set(model);
  whole.set(added, model.length);
  return whole;
}
