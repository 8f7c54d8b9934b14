/** Operations of layers beyond dense, by their numbers (host: ../layer-records.ts). */
import { batchNormForward, batchNormInputGradient, batchNormScaleGradient } from './batch-norm';
import { BatchNormRecord, batchStatistics, movingStatistics } from './batch-statistics';
import { ConvRecord, convForward, convPrepare } from './conv';
import { convInputGradient, convPrepareBack } from './conv-input-gradient';
import { convKernelGradient } from './conv-kernel-gradient';
import { depthwiseForward, depthwiseInputGradient, depthwiseKernelGradient } from './depthwise';
import { EmbeddingRecord, embeddingForward, embeddingGradient } from './embedding';
import {
  LayerNormRecord,
  layerNormForward,
  layerNormInputGradient,
  layerNormScaleGradient,
} from './layer-norm';
import { PoolRecord, poolBackward, poolForward } from './pool';
import { FIRST_OF_LAYERS, Step } from './program';

export const CONV_PREPARE: u32 = FIRST_OF_LAYERS;
export const CONV_FORWARD: u32 = FIRST_OF_LAYERS + 1;
export const CONV_KERNEL_GRADIENT: u32 = FIRST_OF_LAYERS + 2;
export const CONV_PREPARE_BACK: u32 = FIRST_OF_LAYERS + 3;
export const CONV_INPUT_GRADIENT: u32 = FIRST_OF_LAYERS + 4;
export const DEPTHWISE_FORWARD: u32 = FIRST_OF_LAYERS + 5;
export const DEPTHWISE_KERNEL_GRADIENT: u32 = FIRST_OF_LAYERS + 6;
export const DEPTHWISE_INPUT_GRADIENT: u32 = FIRST_OF_LAYERS + 7;
export const POOL_FORWARD: u32 = FIRST_OF_LAYERS + 8;
export const POOL_BACKWARD: u32 = FIRST_OF_LAYERS + 9;
export const BATCH_STATISTICS: u32 = FIRST_OF_LAYERS + 10;
export const MOVING_STATISTICS: u32 = FIRST_OF_LAYERS + 11;
export const BATCH_NORM_FORWARD: u32 = FIRST_OF_LAYERS + 12;
export const BATCH_NORM_SCALE_GRADIENT: u32 = FIRST_OF_LAYERS + 13;
export const BATCH_NORM_INPUT_GRADIENT: u32 = FIRST_OF_LAYERS + 14;
export const LAYER_NORM_FORWARD: u32 = FIRST_OF_LAYERS + 15;
export const LAYER_NORM_SCALE_GRADIENT: u32 = FIRST_OF_LAYERS + 16;
export const LAYER_NORM_INPUT_GRADIENT: u32 = FIRST_OF_LAYERS + 17;
export const EMBEDDING_FORWARD: u32 = FIRST_OF_LAYERS + 18;
export const EMBEDDING_GRADIENT: u32 = FIRST_OF_LAYERS + 19;

/** This thread's share of one record. */
export function layerOperation(step: Step, operation: u32, record: usize): void {
  switch (operation) {
    case CONV_PREPARE:
      return convPrepare(step, changetype<ConvRecord>(record));
    case CONV_FORWARD:
      return convForward(step, changetype<ConvRecord>(record));
    case CONV_KERNEL_GRADIENT:
      return convKernelGradient(step, changetype<ConvRecord>(record));
    case CONV_PREPARE_BACK:
      return convPrepareBack(step, changetype<ConvRecord>(record));
    case CONV_INPUT_GRADIENT:
      return convInputGradient(step, changetype<ConvRecord>(record));
    case DEPTHWISE_FORWARD:
      return depthwiseForward(step, changetype<ConvRecord>(record));
    case DEPTHWISE_KERNEL_GRADIENT:
      return depthwiseKernelGradient(step, changetype<ConvRecord>(record));
    case DEPTHWISE_INPUT_GRADIENT:
      return depthwiseInputGradient(step, changetype<ConvRecord>(record));
    case POOL_FORWARD:
      return poolForward(step, changetype<PoolRecord>(record));
    case POOL_BACKWARD:
      return poolBackward(step, changetype<PoolRecord>(record));
    case BATCH_STATISTICS:
      return batchStatistics(step, changetype<BatchNormRecord>(record));
    case MOVING_STATISTICS:
      return movingStatistics(step, changetype<BatchNormRecord>(record));
    case BATCH_NORM_FORWARD:
      return batchNormForward(step, changetype<BatchNormRecord>(record));
    case BATCH_NORM_SCALE_GRADIENT:
      return batchNormScaleGradient(step, changetype<BatchNormRecord>(record));
    case BATCH_NORM_INPUT_GRADIENT:
      return batchNormInputGradient(step, changetype<BatchNormRecord>(record));
    case LAYER_NORM_FORWARD:
      return layerNormForward(step, changetype<LayerNormRecord>(record));
    case LAYER_NORM_SCALE_GRADIENT:
      return layerNormScaleGradient(step, changetype<LayerNormRecord>(record));
    case LAYER_NORM_INPUT_GRADIENT:
      return layerNormInputGradient(step, changetype<LayerNormRecord>(record));
    case EMBEDDING_FORWARD:
      return embeddingForward(step, changetype<EmbeddingRecord>(record));
    case EMBEDDING_GRADIENT:
      return embeddingGradient(step, changetype<EmbeddingRecord>(record));
    default:
      return;
  }
}
