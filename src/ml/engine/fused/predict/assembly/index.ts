/**
 * Prediction in doubles, to the bits of the plain forward pass: the same products, added in the same order.
 * All memory is the host's: every argument is an address or a number.
 */
export { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh } from './activation';
export { binaryAnswers, softmax } from './answers';
export { dense } from './dense';
export { gather, scatter } from './rows';
