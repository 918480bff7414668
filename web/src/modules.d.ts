// Put in by web/tools/bundle.mjs.
declare module 'canvass:wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

// By name, "ru", …, "presets": what the files of dist/packs/ hold.
declare module 'canvass:packs' {
  const packs: Readonly<Record<string, object>>;
  export default packs;
}
