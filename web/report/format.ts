// Numbers and times as people read them.

const whole = new Intl.NumberFormat('en');
const decimals = [0, 1, 2].map((digits) => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const signedDecimals = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' }),
);
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthAndYear = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

// A minus that is as wide as the plus; no negative zero.
const proper = (text: string): string => text.replace('-', '−').replace(/^−(0(\.0+)?)$/, '$1');

export const count = (value: number): string => whole.format(Math.round(value));
export const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;
export const fixed = (value: number, digits: 0 | 1 | 2): string => proper(decimals[digits]?.format(value) ?? '');
export const signed = (value: number, digits: 0 | 1 | 2): string =>
  proper(signedDecimals[digits]?.format(value) ?? '').replace(/^[+−](0(\.0+)?)$/, '$1');

// A share in per cent. No rounding up to 100 nor down to 0 of what is not all or nothing.
export function percent(value: number | null): string {
  if (value === null) return '–';
  if (value > 0 && value < 0.5) return '<1 %';
  if (value < 100 && value >= 99.5) return '>99 %';
  return `${fixed(value, 0)} %`;
}

export const share = (part: number, of: number): number | null => (of > 0 ? (100 * part) / of : null);

export function probability(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`;
}

export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${fixed(seconds, 1)} s`;
  if (seconds < 100) return `${fixed(seconds, 0)} s`;
  const minutes = seconds / 60;
  if (minutes < 10) return `${fixed(minutes, 1)} min`;
  if (minutes < 100) return `${fixed(minutes, 0)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${fixed(hours, 1)} h` : `${fixed(hours / 24, 1)} days`;
}

export const exactTime = (time: Date): string => moment.format(time);
export const date = (iso: string): string => dayAndYear.format(new Date(iso));

// "2026-W10" and its like, short enough for an axis and in words.
export function periodShort(name: string, from: string): string {
  const time = new Date(from);
  if (/^\d{4}-(W\d\d|\d\d-\d\d)$/.test(name)) return dayOnly.format(time);
  if (/^\d{4}-\d\d$/.test(name)) return monthAndYear.format(time);
  if (/^\d{4}-Q\d$/.test(name)) return `${name.slice(5)} ${name.slice(0, 4)}`;
  return name;
}

export function periodLong(name: string, from: string): string {
  const time = new Date(from);
  const week = /^(\d{4})-W(\d\d)$/.exec(name);
  if (week) return `Week ${Number(week[2])}, from ${dayAndYear.format(time)}`;
  if (/^\d{4}-\d\d-\d\d$/.test(name)) return dayAndYear.format(time);
  return periodShort(name, from);
}

export function ago(time: Date, now: Date): string {
  // Clocks of visitors may be ahead of ours.
  const seconds = Math.max(0, (now.getTime() - time.getTime()) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 45 * 60) return relative.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 22 * 3600) return relative.format(-Math.round(seconds / 3600), 'hour');
  if (seconds < 7 * 86400) return relative.format(-Math.round(seconds / 86400), 'day');
  return dayAndYear.format(time);
}

// Cut for a label; never within an emoji.
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(1, length - 1)).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}

// "slow-delivery" and "wouldRecommend" where nobody gave a name.
export function words(id: string): string {
  const spaced = id.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').trim();
  return spaced ? spaced.charAt(0).toUpperCase() + spaced.slice(1) : id;
}
