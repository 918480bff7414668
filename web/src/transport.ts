// Sends what the engine asks to have sent, and tells it how that ended.

import { stringify, type EngineEvent, type Effect } from './core.ts';

export interface Transport {
  send(effect: Extract<Effect, { fx: 'send' }>): void;
  abort(request: number): void;
}

export function createTransport(answer: (event: EngineEvent) => void, signal: AbortSignal): Transport {
  const running = new Map<number, AbortController>();

  async function send({ request, url, body, keepalive, contentType }: Extract<Effect, { fx: 'send' }>): Promise<void> {
    const control = new AbortController();
    running.set(request, control);
    let status = 0;
    let headers = new Headers();
    try {
      // A string body goes as text/plain;charset=UTF-8: a simple request, which needs no preflight.
      const response = await fetch(url, {
        method: 'POST',
        headers: contentType ? { 'content-type': contentType } : {},
        body: typeof body === 'string' ? body : stringify(body),
        keepalive: keepalive === true,
        credentials: 'omit',
        redirect: 'error', // it may lead to a page that takes no answers, and says 200
        signal: control.signal,
      });
      ({ status, headers } = response);
      void response.body?.cancel().catch(() => undefined);
    } catch {
      // Unreachable, aborted, or more than the browser lets a page that is going away send: status 0.
    }
    running.delete(request);
    if (signal.aborted) return;
    answer({ ev: 'response', request, status, retryAfter: headers.get('retry-after') ?? '', date: headers.get('date') ?? '' });
  }

  return {
    send: (effect) => void send(effect),
    abort: (request) => running.get(request)?.abort(),
  };
}
