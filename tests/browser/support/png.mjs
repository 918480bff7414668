// Just enough PNG to look at a screenshot, and to cut one out of it: 8 bits per channel, not interlaced.

import { deflateSync, inflateSync } from 'node:zlib';

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

// --- writing -------------------------------------------------------------------------------------------------------

const crcOfByte = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcOfByte[(crc ^ byte) & 255] ^ (crc >>> 8);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([size, body, check]);
}

// A part of a picture as a file of its own, in RGB.
export function cropPng(file, clip) {
  const picture = readPng(file);
  const left = Math.max(0, Math.round(clip.x));
  const top = Math.max(0, Math.round(clip.y));
  const width = Math.min(Math.round(clip.width), picture.width - left);
  const height = Math.min(Math.round(clip.height), picture.height - top);
  if (width <= 0 || height <= 0) throw new Error('expected a part of the picture');
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(picture.at(left + x, top + y), y * (width * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

// --- comparing -----------------------------------------------------------------------------------------------------

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
