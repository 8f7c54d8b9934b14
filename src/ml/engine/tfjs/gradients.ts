/**
 * Tells TensorFlow.js how to differentiate what our layers are made of. Registering all of its gradients
 * would carry every operation of the library into the program.
 */
import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { avgPoolGradConfig } from '@tensorflow/tfjs-core/dist/gradients/AvgPool_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { castGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Cast_grad';
import { conv2DGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Conv2D_grad';
import { depthwiseConv2dNativeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/DepthwiseConv2dNative_grad';
import { gatherGradConfig } from '@tensorflow/tfjs-core/dist/gradients/GatherV2_grad';
import { maxPoolGradConfig } from '@tensorflow/tfjs-core/dist/gradients/MaxPool_grad';
import { meanGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Mean_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { padV2GradConfig } from '@tensorflow/tfjs-core/dist/gradients/PadV2_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { rsqrtGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Rsqrt_grad';
import { squareGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Square_grad';
import { subGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sub_grad';

let registered = false;

export function registerLayerGradients(): void {
  if (registered) return;
  registered = true;
  for (const gradient of [
    addGradConfig,
    avgPoolGradConfig,
    batchMatMulGradConfig,
    castGradConfig,
    conv2DGradConfig,
    depthwiseConv2dNativeGradConfig,
    gatherGradConfig,
    maxPoolGradConfig,
    meanGradConfig,
    multiplyGradConfig,
    padV2GradConfig,
    reshapeGradConfig,
    rsqrtGradConfig,
    squareGradConfig,
    subGradConfig,
  ]) {
    registerGradient(gradient);
  }
}
