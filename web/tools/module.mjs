// The module outside of a page: for what has to run it while building or measuring. Text is measured by a fixed rule.
//
//   const module = await instantiate(readFileSync('dist/canvass.wasm'));
//   module.configure(config);
//   module.handle({ ev: 'page', url: 'https://shop.example/' }, now);

// One line of eight CSS px a character, broken at max_width.
const measureIn = (memory) => (text, length, font, maxWidth, out, capacity) => {
  const view = new DataView(memory().buffer);
  const perLine = Math.max(1, Math.floor(maxWidth / 8));
  view.setFloat32(out, 12, true);
  view.setFloat32(out + 4, 4, true);
  let lines = 0;
  for (let begin = 0; begin < length; begin += perLine, ++lines) {
    if (lines >= capacity) continue;
    const end = Math.min(length, begin + perLine);
    const at = out + 8 + lines * 12;
    view.setUint32(at, begin, true);
    view.setUint32(at + 4, end, true);
    view.setFloat32(at + 8, (end - begin) * 8, true);
  }
  return lines;
};

export async function instantiate(bytes) {
  let memory;
  const measure = measureIn(() => memory);
  const host = new Proxy({}, { get: (_, name) => (name === 'canvass_measure' ? measure : () => 0) });
  const placeholder = new Proxy({}, {
    get: () => () => {
      throw new Error('the function that was called is in another part of the module');
    },
  });
  const { instance } = await WebAssembly.instantiate(bytes, { env: host, wasi_snapshot_preview1: host, parts: placeholder });
  const { exports } = instance;
  memory = exports.memory;
  exports._initialize?.();

  function write(text) {
    const encoded = new TextEncoder().encode(text);
    const input = exports.canvass_input(encoded.length);
    new Uint8Array(memory.buffer, input, encoded.length).set(encoded);
    return encoded.length;
  }
  const read = (pointer) =>
    JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, exports.canvass_output_size())));

  return {
    exports,
    write,
    configure: (config, locale = 'en') => read(exports.canvass_configure(write(`${locale}\n${JSON.stringify(config)}`))),
    provide: (pack) => exports.canvass_provide(write(JSON.stringify(pack))),
    handle: (event, now) => read(exports.canvass_handle(write(JSON.stringify(event)), now)),
    act: (node, action, value, now) => read(exports.canvass_act(node, action, write(value), now)),
    // The frame buffer of web/wasm/abi.h; none when nothing is showing.
    frame(slot = 0) {
      const pointer = exports.canvass_frame(slot); // first: it may move the memory
      return pointer ? new DataView(memory.buffer, pointer) : undefined;
    },
  };
}
