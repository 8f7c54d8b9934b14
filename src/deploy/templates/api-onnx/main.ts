/** `npm start` of a package whose answers ONNX Runtime computes. */
import library from 'onnxruntime-node';
import { serve } from '../api/start/serve';
import { onnxRuntime } from './onnx-runtime';

void serve(onnxRuntime(library));
