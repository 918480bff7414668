// Just enough PNG to look at a screenshot: 8 bits per channel, not interlaced.

import { inflateSync } from 'node:zlib';

// {width, height, at(x, y) → [r, g, b]}
export function readPng(file) {
  const chunks = [];
  let width = 0;
  let height = 0;
  let channels = 0;
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[data[9]];
      if (data[8] !== 8 || !channels || data[12] !== 0) throw new Error('expected 8 bits of RGB or RGBA, not interlaced');
    }
    if (type === 'IDAT') chunks.push(data);
    at += length + 12;
  }

  const stride = width * channels;
  const filtered = inflateSync(Buffer.concat(chunks));
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const here = y * stride + i;
      const left = i >= channels ? pixels[here - channels] : 0;
      const above = y > 0 ? pixels[here - stride] : 0;
      const corner = i >= channels && y > 0 ? pixels[here - stride - channels] : 0;
      pixels[here] = filtered[y * (stride + 1) + 1 + i] + predicted(filter, left, above, corner);
    }
  }
  return {
    width,
    height,
    at(x, y) {
      const here = Math.floor(y) * stride + Math.floor(x) * channels;
      return [...pixels.subarray(here, here + 3)];
    },
  };
}

function predicted(filter, left, above, corner) {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const paeth = left + above - corner;
  const distances = [Math.abs(paeth - left), Math.abs(paeth - above), Math.abs(paeth - corner)];
  return [left, above, corner][distances.indexOf(Math.min(...distances))];
}

// How many pixels differ by more than `tolerance` in some channel; all when the sizes differ.
export function difference(one, other, tolerance = 2) {
  if (one.width !== other.width || one.height !== other.height) return Math.max(one.width * one.height, other.width * other.height);
  let count = 0;
  for (let y = 0; y < one.height; y++) {
    for (let x = 0; x < one.width; x++) {
      const a = one.at(x, y);
      const b = other.at(x, y);
      if (a.some((value, channel) => Math.abs(value - b[channel]) > tolerance)) count++;
    }
  }
  return count;
}

export const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
