// What canvass.host.js has and other files of ours want as well: they import it from there (web/tools/bundle.mjs).

export { attribute, nameOf, safe } from './control.ts';
export { adopt, createHost } from './place.ts';
export { words } from './words.ts';
