// canvass.media.js: pictures and recordings, loaded with the first of them. A recording moves by itself only where motion
// is welcome, and never with sound; whatever does not load leaves its place quiet.

import { Look, Role } from './generated/abi.ts';
import type { FrameNode, Rect } from './frame.ts';
import { attribute, safe } from './shared.ts';

export { mediaStyles } from './media_styles.ts';

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

export function recording(address: string, { poster, captions }: Details, alternative: string, alone: boolean): HTMLVideoElement {
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

// What a node stands for, over its painted place.
export function fill(place: HTMLElement, { role, text, label, hint, value }: FrameNode): void {
  if (role !== Role.video) {
    const image = picture(hint, text);
    image.addEventListener('error', () => place.replaceChildren());
    return place.replaceChildren(image);
  }
  const video = recording(hint, JSON.parse(value || '{}') as Details, text, true);
  video.addEventListener('error', () => place.replaceChildren());
  place.replaceChildren(video);
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
  place.append(play);
}

// A close button stands on a picture where its middle is.
const stands = (cross: Rect, media: Rect): boolean =>
  Math.abs(cross.x + cross.width / 2 - media.x - media.width / 2) < media.width / 2 &&
  Math.abs(cross.y + cross.height / 2 - media.y - media.height / 2) < media.height / 2;

// It is painted below: the page's own picture leaves a hole.
export function leaveHole(card: HTMLElement, nodes: readonly FrameNode[]): void {
  const rectOf = (wanted: Look): Rect | undefined => nodes.find(({ look }) => look === wanted)?.rect;
  const [cross, media] = [rectOf(Look.close), rectOf(Look.media)];
  if (cross && media) card.querySelector('.media')?.toggleAttribute('data-cross', stands(cross, media));
}
