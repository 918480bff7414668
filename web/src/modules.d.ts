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

// What wasm2js makes of the module, to be called as WebAssembly.Instance is.
declare module 'canvass:translated' {
  export function instantiate(imports: import('./wasm.ts').Imports): { exports: import('./wasm.ts').Exports };
}
