// Pictures and recordings. A recording moves by itself only where motion is welcome, and never with sound; whatever
// does not load leaves its place quiet.

import type { Control } from './control.ts';
import { Role } from './generated/abi.ts';
import type { FrameNode } from './frame.ts';
import { attribute, safe } from './shared.ts';

interface Details {
  readonly poster?: string;
  readonly captions?: string;
}

const source = (address: string): string => (/^data:image\//i.test(address) ? address : (safe(address) ?? ''));

export function picture(address: string, alternative: string): HTMLElement {
  const image = document.createElement('img');
  image.loading = 'lazy';
  image.decoding = 'async';
  image.referrerPolicy = 'no-referrer';
  image.alt = alternative;
  image.addEventListener('error', () => image.replaceWith(alternative));
  image.src = source(address);
  return image;
}

export function recording(address: string, { poster, captions }: Details, alternative: string, alone: boolean): HTMLElement {
  const video = document.createElement('video');
  video.playsInline = video.controls = true;
  video.preload = poster ? 'none' : 'metadata';
  if (poster) video.poster = source(poster);
  attribute(video, 'aria-label', alternative || undefined);
  if (captions && safe(captions)) {
    const track = document.createElement('track');
    track.kind = 'captions';
    track.default = true;
    track.src = captions;
    video.append(track);
  }
  if (alone) {
    video.loop = video.muted = video.defaultMuted = true;
    video.autoplay = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }
  video.src = source(address);
  return video;
}

// Over its painted place.
export function makeMedia(node: FrameNode): Control {
  const root = document.createElement('div');
  let shown = '';

  function build({ role, text, label, hint, value }: FrameNode): void {
    if (role !== Role.video) {
      const image = picture(hint, text);
      image.addEventListener('error', () => root.replaceChildren());
      return root.replaceChildren(image);
    }
    const video = recording(hint, JSON.parse(value || '{}') as Details, text, true) as HTMLVideoElement;
    video.addEventListener('error', () => root.replaceChildren());
    root.replaceChildren(video);
    if (video.autoplay) return;
    // A still picture, until it is asked for.
    const play = document.createElement('button');
    play.type = 'button';
    play.className = 'play';
    attribute(play, 'aria-label', [label, text].filter(Boolean).join(': '));
    video.controls = false;
    play.addEventListener('click', () => {
      video.controls = true;
      play.remove();
      video.focus({ preventScroll: true });
      video.play().catch(() => undefined);
    });
    root.append(play);
  }

  const control: Control = {
    node,
    element: root,
    input: root,
    words: undefined,
    picture: undefined,
    since: 0,
    write(_, next) {
      control.node = next;
      const wanted = `${next.role} ${next.hint} ${next.value} ${next.text}`;
      root.className = `media l${next.look}`;
      if (wanted === shown) return;
      shown = wanted;
      build(next);
    },
  };
  return control;
}
