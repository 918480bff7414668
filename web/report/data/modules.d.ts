// Put in by web/tools/bundle.mjs.
declare module 'canvass:report-module' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module 'canvass:report-worker' {
  const script: string;
  export default script;
}

// As a data: address.
declare module '*.svg' {
  const address: string;
  export default address;
}
