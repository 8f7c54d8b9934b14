/** The compiled page templates; made by scripts/vite/template-plugin.ts. Import them lazily. */
/** By what they have code for: src/deploy/page/page-preparation.ts. */
declare module 'virtual:loam-template/page-nets' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-linear' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-trees' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-all' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-hosted-nets' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-hosted-linear' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-hosted-trees' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/page-hosted-all' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/notebook-frozen' {
  const template: string;
  export default template;
}
declare module 'virtual:loam-template/notebook-live' {
  const template: string;
  export default template;
}
/** Templates of bundles: their files as text, by path. */
declare module 'virtual:loam-template/module' {
  const template: Record<string, string>;
  export default template;
}
declare module 'virtual:loam-template/scorer' {
  const template: Record<string, string>;
  export default template;
}
declare module 'virtual:loam-template/api' {
  const template: Record<string, string>;
  export default template;
}
declare module 'virtual:loam-template/api-onnx' {
  /** What takes the place of files of `api`. */
  const template: Record<string, string>;
  export default template;
}
declare module 'virtual:loam-template/page-folder' {
  const template: Record<string, string>;
  export default template;
}
