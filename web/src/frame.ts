// Reads the frame buffer of web/wasm/abi.h. `pixels` is a view of the module's memory: use it before the next call.

import { Header, NodeWord, RunWord, magic } from './generated/abi.ts';
import { words as ours } from './words.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FrameNode {
  readonly id: number;
  readonly parent: number;
  readonly role: number;
  readonly look: number;
  readonly state: number;
  readonly rect: Rect;
  readonly text: string;
  readonly label: string;
  readonly value: string;
  readonly hint: string;
}

export interface Run {
  readonly x: number;
  readonly baseline: number;
  readonly font: number;
  readonly color: string;
  readonly text: string;
}

export interface Frame {
  readonly revision: number;
  readonly flags: number;
  readonly position: number;
  readonly card: Rect; // in the picture, CSS px
  readonly pixels: ImageData;
  readonly nodes: readonly FrameNode[];
  readonly runs: readonly Run[];
  readonly family: string; // empty: the page's own
  readonly locale: string;
  readonly radius: number;
  readonly colors: Readonly<Record<'ink' | 'secondaryInk' | 'card' | 'hairline' | 'accent', string>>;
}

const css = (color: number): string =>
  `rgba(${color & 255},${(color >> 8) & 255},${(color >> 16) & 255},${(color >>> 24) / 255})`;

// `instance`: which instance of the module made it: revisions of one mean nothing to the next.
export function readFrame(memory: ArrayBuffer, pointer: number, instance: number): Frame {
  const words = new DataView(memory, pointer);
  const decoder = new TextDecoder();
  const u32 = (offset: number): number => words.getUint32(offset, true);
  const f32 = (offset: number): number => words.getFloat32(offset, true);
  const head = (word: number): number => u32(word * 4);
  const length = (word: number): number => f32(word * 4);
  const textAt = pointer + head(Header.text);
  // The word of a text's offset is followed by that of its length.
  const text = (offset: number): string => {
    const size = u32(offset + 4);
    return size ? decoder.decode(new Uint8Array(memory, textAt + u32(offset), size)) : '';
  };
  if (head(Header.magic) !== magic) throw new Error('canvass.wasm and canvass.host.js are of different versions');

  const width = head(Header.pictureWidth);
  const height = head(Header.pictureHeight);
  const nodes: FrameNode[] = [];
  for (let i = 0; i < head(Header.nodeCount); i++) {
    const at = head(Header.nodes) + i * NodeWord.words * 4;
    const word = (index: number): number => at + index * 4;
    const kind = u32(word(NodeWord.role));
    nodes.push({
      id: u32(word(NodeWord.id)),
      parent: u32(word(NodeWord.parent)),
      role: kind & 255,
      look: (kind >> 8) & 255,
      state: u32(word(NodeWord.state)),
      rect: {
        x: f32(word(NodeWord.x)),
        y: f32(word(NodeWord.y)),
        width: f32(word(NodeWord.width)),
        height: f32(word(NodeWord.height)),
      },
      text: ours.said(text(word(NodeWord.text))),
      label: ours.said(text(word(NodeWord.label))),
      value: text(word(NodeWord.value)),
      hint: ours.said(text(word(NodeWord.hint))),
    });
  }
  const runs: Run[] = [];
  for (let i = 0; i < head(Header.runCount); i++) {
    const at = head(Header.runs) + i * RunWord.words * 4;
    runs.push({
      x: f32(at + RunWord.x * 4),
      baseline: f32(at + RunWord.baseline * 4),
      font: u32(at + RunWord.font * 4),
      color: css(u32(at + RunWord.color * 4)),
      text: text(at + RunWord.text * 4),
    });
  }
  return {
    revision: head(Header.revision) + instance * 2 ** 32,
    flags: head(Header.flags),
    position: head(Header.position),
    card: {
      x: length(Header.cardX),
      y: length(Header.cardY),
      width: length(Header.cardWidth),
      height: length(Header.cardHeight),
    },
    pixels: new ImageData(new Uint8ClampedArray(memory, head(Header.pixels), width * height * 4), width, height),
    nodes,
    runs,
    family: text(Header.fontFamily * 4),
    locale: text(Header.locale * 4),
    radius: length(Header.radius),
    colors: {
      ink: css(head(Header.ink)),
      secondaryInk: css(head(Header.secondaryInk)),
      card: css(head(Header.card)),
      hairline: css(head(Header.hairline)),
      accent: css(head(Header.accent)),
    },
  };
}
