// The time, in milliseconds since the epoch, as everything here has it: it never runs backwards during a page view,
// whatever is done to the machine's clock, so that the times of events agree with one another. A collector corrects
// what remains, a clock that is wrong as a whole, by when it got them.

const longestSleep = 7 * 24 * 60 * 60_000; // ms

let base = Date.now() - performance.now();

export function now(): number {
  // While a machine sleeps, performance.now() may stand still.
  const ahead = Date.now() - performance.now() - base;
  if (ahead > 0 && ahead < longestSleep) base += ahead;
  return Math.floor(base + performance.now());
}
