// Numbers and times as people read them.

const whole = new Intl.NumberFormat('en');
const twoDecimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signed = new Intl.NumberFormat('en', { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

export const count = (value: number): string => whole.format(Math.round(value));
export const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;
export const mean = (value: number): string => twoDecimals.format(value);

// A score from −100 to 100, with its sign and a minus that is as wide as the plus.
export const score = (value: number): string => signed.format(Math.round(value) || 0).replace('-', '−');

export const share = (part: number, of: number): number => (of > 0 ? part / of : 0);

// No rounding up to 100 % nor down to 0 % of what is not all or nothing.
export function percent(part: number, of: number): string {
  if (of <= 0) return '–';
  const rounded = Math.round((100 * part) / of);
  if (rounded === 100 && part < of) return '>99 %';
  if (rounded === 0 && part > 0) return '<1 %';
  return `${rounded} %`;
}

export const exactTime = (time: Date): string => moment.format(time);

export function ago(time: Date, now: Date): string {
  // Clocks of visitors may be ahead of ours.
  const seconds = Math.max(0, (now.getTime() - time.getTime()) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 45 * 60) return relative.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 22 * 3600) return relative.format(-Math.round(seconds / 3600), 'hour');
  if (seconds < 7 * 86400) return relative.format(-Math.round(seconds / 86400), 'day');
  return day.format(time);
}
