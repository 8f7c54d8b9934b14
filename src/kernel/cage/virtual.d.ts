/** Scripts for the cage, as text; made by scripts/vite/template-plugin.ts. Import them lazily, in app. */
declare module 'virtual:loam-template/cage-runtime' {
  const code: string;
  export default code;
}
declare module 'virtual:loam-template/cage-plot' {
  const code: string;
  export default code;
}
declare module 'virtual:loam-template/cage-arquero' {
  const code: string;
  export default code;
}
declare module 'virtual:loam-template/cage-tf' {
  const code: string;
  export default code;
}
