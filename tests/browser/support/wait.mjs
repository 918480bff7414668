// Waiting for something that happens outside a page: in the collector, on an endpoint.

const patience = 15_000; // ms
const pause = 40;

// The first result of `look` that is not undefined, null or false.
export async function eventually(what, look) {
  const end = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`expected within ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
