// What a page in one file brings with it, since from file:// it can load nothing: filled by standalone.ts.

export const inside: {
  worker?: string; // the script's text
  module?: Uint8Array<ArrayBuffer>;
} = {};
