/** The compiled page template; made by scripts/vite/template-plugin.ts. Import it lazily. */
declare module 'virtual:loam-template/page' {
  const template: string;
  export default template;
}
