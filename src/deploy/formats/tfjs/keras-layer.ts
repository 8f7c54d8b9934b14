/** A layer, or a model among layers, as Keras writes it. */
export interface KerasLayer {
  class_name: string;
  config: Record<string, unknown> & { name: string };
}
