// Tables as CSV (RFC 4180), and files for the reader to keep.

export type Cell = string | number | boolean | null | undefined;

// A spreadsheet would calculate a text that begins like a formula: respondents write what they like.
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? harmless(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export const toCsv = (head: string[], rows: Cell[][]): string => [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');

export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser must have begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const fileName = (...parts: (string | null | undefined)[]): string =>
  parts
    .filter((part): part is string => !!part)
    .map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/g, ''))
    .join('-') || 'report';
