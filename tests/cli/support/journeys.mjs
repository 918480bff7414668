// Two hundred attempts to buy something, half of them before a change and half after it, and a log of experiments.

const change = Date.parse('2026-11-01T00:00:00.000Z');
const day = 86_400_000;

export const config = {
  canvass: 1,
  surveys: [],
  journeys: [{ id: 'buy', kind: 'routine', start: { page: '/' }, steps: [{ id: 'cart', page: '/cart' }, { id: 'pay', page: '/pay' }], finish: { event: 'order_completed' } }],
  experiments: [
    { id: 'menu', hypothesis: 'A link in the menu ends the hunt for sizes', metric: { journey: 'buy' }, date: '2026-11-01', before: '28d', after: '28d' },
    { id: 'rage', hypothesis: 'A live button ends the rage', metric: { signal: 'rage', page: '/cart*' }, date: '2026-11-01' },
    { id: 'help', hypothesis: 'Fewer ask for help', metric: { contacts: true }, date: '2026-11-01' },
    { id: 'ease', hypothesis: 'It becomes easier', metric: { survey: 'ces' }, date: '2026-11-01' },
    { id: 'late', hypothesis: 'Not yet', metric: { journey: 'buy', measure: 'finished' }, date: '2027-01-01' },
  ],
};

// Of every ten visitors one gives up at once and three after the cart; the first four leave the path for the faq.
export function journeys() {
  const events = [];
  for (let i = 0; i < 200; i += 1) {
    const late = i >= 100;
    const begin = change + (late ? day : -14 * day) + (i % 100) * 600_000;
    const told = (event, after, properties, page = '/') =>
      events.push({
        type: 'track',
        messageId: `m${events.length}`,
        event,
        anonymousId: `v${i}`,
        timestamp: new Date(begin + after).toISOString(),
        properties,
        context: { page: { path: page } },
      });
    const journey = { journey: 'buy', kind: 'routine' };
    const turn = i % 10;
    const off = turn < 4;
    const duration = (late ? 30_000 : 90_000) + (i % 100) * 500;
    const rages = i % 100 < (late ? 10 : 40);
    told('Journey Started', 0, journey);
    if (off) told('Journey Detour', 1000, { ...journey, detour: 'faq', after: turn === 0 ? 'start' : 'cart' });
    told('Page Watched', 4000, { clicks: 5, signals: rages ? { rage: 2 } : {} }, '/cart');
    if (i % 100 < (late ? 5 : 20)) told('Guide Contacted', 5000, { guide: 'help', kind: 'help' });
    if (turn === 0) {
      told('Journey Abandoned', duration, { ...journey, step: 'start', index: 0, duration, offPath: true, detour: 'faq' });
    } else {
      told('Journey Step', 500, { ...journey, step: 'cart', index: 1, of: 2, duration: 500 });
      if (turn < 4) {
        told('Journey Abandoned', duration, { ...journey, step: 'cart', index: 1, duration, offPath: off, detour: 'faq' });
      } else {
        told('Journey Step', duration - 100, { ...journey, step: 'pay', index: 2, of: 2, duration: duration - 100 });
        told('Journey Finished', duration, { ...journey, duration, offPath: off, detours: 0, skipped: 0, visits: 1 });
      }
    }
    told('Survey Answered', duration + 1000, { survey: 'ces', response: `r${i}`, question: 'ease', kind: 'ces', variant: 'agree7', value: off ? 2 + (i % 3) : 5 + (i % 3) });
  }
  return events;
}
