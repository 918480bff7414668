// Sends what the engine asks to have sent, and tells it how that ended.

import type { EngineEvent, Effect } from './core.ts';

export interface Transport {
  send(effect: Extract<Effect, { fx: 'send' }>): void;
  abort(request: number): void;
}

export function createTransport(answer: (event: EngineEvent) => void, signal: AbortSignal): Transport {
  const running = new Map<number, AbortController>();

  async function send({ request, url, body, keepalive }: Extract<Effect, { fx: 'send' }>): Promise<void> {
    const control = new AbortController();
    running.set(request, control);
    let status = 0;
    let retryAfter = '';
    try {
      // A string body goes as text/plain;charset=UTF-8: a simple request, which needs no preflight.
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(body),
        keepalive: keepalive === true,
        credentials: 'omit',
        signal: control.signal,
      });
      status = response.status;
      retryAfter = response.headers.get('retry-after') ?? '';
      void response.body?.cancel().catch(() => undefined);
    } catch {
      // Unreachable or aborted: status 0.
    }
    running.delete(request);
    if (!signal.aborted) answer({ ev: 'response', request, status, retryAfter });
  }

  return {
    send: (effect) => void send(effect),
    abort: (request) => running.get(request)?.abort(),
  };
}
