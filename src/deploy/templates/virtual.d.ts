/** The compiled page templates; made by scripts/vite/template-plugin.ts. Import them lazily. */
declare module 'virtual:loam-template/page' {
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
