// Put in by web/tools/bundle.mjs.
declare module 'canvass:wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
