// Text as the browser sets it: breaks it into lines for the module's layout and says how wide they are.
//
// Lines break at "\n", at spaces, after hyphens and dashes, beside ideographs and kana (not before closing
// punctuation), and inside a word only where it is longer than a whole line, between graphemes.

import * as abi from './generated/abi.ts';
import { words } from './words.ts';

export type MeasureImport = (
  text: number,
  length: number,
  font: number,
  maxWidth: number,
  out: number,
  capacity: number,
) => number;

export interface Line {
  readonly begin: number; // UTF-16 offsets
  readonly end: number;
  readonly width: number;
}

const faces = [
  [abi.titleWeight, abi.titleSize],
  [abi.bodyWeight, abi.bodySize],
  [abi.secondaryWeight, abi.secondarySize],
  [abi.strongWeight, abi.strongSize],
  [abi.cellWeight, abi.cellSize],
] as const;

const faceOf = (font: number): (typeof faces)[number] => faces[font] ?? faces[abi.Font.body];

export const cssFont = (font: number, family: string): string => {
  const [weight, size] = faceOf(font);
  return `${weight} ${size}px ${family}`;
};

const wide = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}';
const space = ' \\t\\u3000\\u200b'; // no-break spaces are not among them
// One unbreakable piece with the closing punctuation and spaces that stay with it on its line.
const piece = new RegExp(
  `\\n|(?:\\p{Ps}*[${wide}]\\p{M}*[\\p{Pe}\\p{Pf}\\p{Po}]*|(?:(?![${wide}\\p{Pd}${space}\\n])[^])+\\p{Pd}*|\\p{Pd}+(?:(?![${wide}\\p{Pd}${space}\\n])[^])*)[${space}]*|[${space}]+`,
  'gu',
);
const trailing = new RegExp(`[${space}]+$`, 'u');

function graphemes(text: string): string[] {
  if (!('Segmenter' in Intl)) return [...text];
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

export function breakLines(text: string, maxWidth: number, widthOf: (text: string) => number): Line[] {
  const lines: Line[] = [];
  let begin = 0;
  let end = 0; // of the line so far, with its trailing space
  const bare = (upTo: number): string => text.slice(begin, upTo).replace(trailing, '');
  const fits = (upTo: number): boolean => widthOf(bare(upTo)) <= maxWidth + 0.01;
  const finish = (): void => {
    const line = bare(end);
    lines.push({ begin, end: begin + line.length, width: widthOf(line) });
    begin = end;
  };
  const take = (part: string): boolean => {
    if (!fits(end + part.length)) return false;
    end += part.length;
    return true;
  };

  for (const [part] of text.matchAll(piece)) {
    if (part === '\n') {
      finish();
      begin = end = end + 1;
    } else if (!take(part)) {
      if (end > begin) finish();
      if (take(part)) continue;
      for (const cluster of graphemes(part)) {
        if (take(cluster)) continue;
        if (end > begin) finish();
        end += cluster.length;
      }
    }
  }
  if (end > begin) finish();
  return lines;
}

export interface Measurer {
  // The import of the module; `memory` is asked for at every call.
  measure: MeasureImport;
  family: string;
  language: string; // fonts differ by it
  write(text: string): unknown; // as the module's input
}

export function createMeasurer(memory: () => ArrayBuffer): Measurer {
  const context = document.createElement('canvas').getContext('2d');
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const measurer: Measurer = {
    family: 'sans-serif',
    language: '',
    write: () => 0,
    measure(text, length, font, maxWidth, out, capacity) {
      const [, size] = faceOf(font);
      if (context) {
        context.canvas.lang = measurer.language;
        context.font = cssFont(font, measurer.family);
      }
      const widthOf = (part: string): number => context?.measureText(part).width ?? part.length * size * 0.55;
      let source = decoder.decode(new Uint8Array(memory(), text, length));
      const translation = words.translations.get(source);
      if (translation) measurer.write((source = translation));
      const lines = breakLines(source, maxWidth, widthOf);

      const metrics = context?.measureText('x');
      const view = new DataView(memory(), out);
      view.setFloat32(0, metrics?.fontBoundingBoxAscent ?? size * 0.9, true);
      view.setFloat32(4, metrics?.fontBoundingBoxDescent ?? size * 0.25, true);
      let at = 8;
      let seen = 0; // UTF-16 offset whose UTF-8 offset is `bytes`
      let bytes = 0;
      const offset = (upTo: number): number => {
        bytes += encoder.encode(source.slice(seen, upTo)).length;
        seen = upTo;
        return bytes;
      };
      for (const line of lines.slice(0, capacity)) {
        view.setUint32(at, offset(line.begin), true);
        view.setUint32(at + 4, offset(line.end), true);
        view.setFloat32(at + 8, line.width, true);
        at += 12;
      }
      return lines.length;
    },
  };
  return measurer;
}
