// Runs in the page before anything of its own: site.mjs serves it, and page() has it as the first script where that is
// asked for. Keeps what it counts under a symbol, so that it is no global that a test for globals would find.

export function instrument() {
  if (window[Symbol.for('canvass.test')]) return;
  const counts = { frames: 0, timers: 0, requests: 0 };
  const pending = new Map(); // timer → what set it
  const shifts = [];
  const violations = [];

  // By apply, whatever iterating does on this page.
  const { setTimeout, setInterval, clearTimeout, clearInterval, requestAnimationFrame, fetch } = window;
  window.setTimeout = (run, delay, ...rest) => {
    counts.timers++;
    const timer = setTimeout(() => {
      pending.delete(timer);
      run.apply(undefined, rest);
    }, delay);
    pending.set(timer, { delay, stack: new Error().stack });
    return timer;
  };
  window.setInterval = (run, delay, ...rest) => {
    counts.timers++;
    const timer = setInterval(() => {
      counts.timers++;
      run.apply(undefined, rest);
    }, delay);
    pending.set(timer, { delay, stack: new Error().stack });
    return timer;
  };
  window.clearTimeout = (timer) => {
    pending.delete(timer);
    clearTimeout(timer);
  };
  window.clearInterval = (timer) => {
    pending.delete(timer);
    clearInterval(timer);
  };
  window.requestAnimationFrame = (run) => {
    counts.frames++;
    return requestAnimationFrame.call(window, run);
  };
  window.fetch = (...rest) => {
    counts.requests++;
    return fetch(...rest);
  };
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...rest) {
    counts.requests++;
    return open.apply(this, rest);
  };
  const { sendBeacon } = navigator;
  navigator.sendBeacon = (...rest) => {
    counts.requests++;
    return sendBeacon.apply(navigator, rest);
  };

  if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) {
        if (!shift.hadRecentInput) shifts.push(shift.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  }

  document.addEventListener('securitypolicyviolation', (violation) => {
    violations.push(`${violation.effectiveDirective}: ${violation.blockedURI} ${violation.sample}`);
  });

  // What is loaded and fails is no error of a script.
  const errors = [];
  window.addEventListener('error', ({ error, message }) => errors.push(String(error?.stack ? `${error}\n${error.stack}` : message)));
  window.addEventListener('unhandledrejection', ({ reason }) => errors.push(`unhandled: ${reason}\n${reason?.stack ?? ''}`));
  const lines = [];
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    const { [level]: say } = console;
    console[level] = (...rest) => {
      lines.push(rest.map(String).join(' '));
      say.apply(console, rest);
    };
  }

  const recording = [];
  const globals = new Set(Object.getOwnPropertyNames(window));
  window[Symbol.for('canvass.test')] = {
    counts,
    pending,
    shifts,
    violations,
    errors,
    console: lines,
    recording,
    newGlobals: () => Object.getOwnPropertyNames(window).filter((name) => !globals.has(name)),
  };
}
