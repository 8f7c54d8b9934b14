import { boundMemory } from './bound-memory';
import { expose } from '../expose';
import { Onnx } from './onnx';

boundMemory();
expose(new Onnx());
