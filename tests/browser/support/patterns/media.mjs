// Players, drawings, games, maps.

// A second of silence as a WAV file.
const silence = `(() => {
  const bytes = new Uint8Array(44 + 8000).fill(128);
  const view = new DataView(bytes.buffer);
  const put = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  put(0, 'RIFF'); view.setUint32(4, 8036, true); put(8, 'WAVEfmt '); view.setUint32(16, 16, true); view.setUint16(20, 1, true);
  view.setUint16(22, 1, true); view.setUint32(24, 8000, true); view.setUint32(28, 8000, true); view.setUint16(32, 1, true);
  view.setUint16(34, 8, true); put(36, 'data'); view.setUint32(40, 8000, true);
  return URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
})()`;
const withSilence = (script) => `(root) => { const silence = ${silence}; (${script})(root, silence); }`;

export const media = [
  {
    name: 'the seek bar of a player, hammered',
    html: `<div class="player"><video width="300" height="150"></video><div class="progress" role="slider" tabindex="0" aria-label="Seek" style="width: 300px; height: 10px; background: #bbb; cursor: pointer"><div class="bar" style="width: 0; height: 10px; background: #36c"></div></div><button class="play">▶</button></div>`,
    script(root) {
      root.querySelector('.progress').onclick = ({ offsetX }) => (root.querySelector('.bar').style.width = `${offsetX}px`);
    },
    drive: (user) => user.click('.progress', { times: 6, at: [0.6, 0.5] }),
    clicks: 6,
  },
  {
    name: 'the native controls of a video, and its picture pressed',
    html: `<video controls muted width="300" height="150"></video>`,
    script: withSilence((root, source) => (root.querySelector('video').src = source)),
    async drive(user) {
      await user.click('video', { times: 4, at: [0.5, 0.4] });
      await user.click('video', { times: 3, at: [0.07, 0.85] });
    },
    clicks: undefined, // the browser keeps what happens on its own controls to itself
  },
  {
    name: 'a player’s own buttons, ten seconds on again and again',
    html: `<div class="player"><video width="300" height="150"></video><button class="skip">10 s ⏩</button><button class="mute">🔇</button></div>`,
    script: withSilence((root, source) => {
      const video = root.querySelector('video');
      video.src = source;
      root.querySelector('.skip').onclick = () => (video.currentTime += 0.1);
      root.querySelector('.mute').onclick = () => (video.muted = !video.muted);
    }),
    async drive(user) {
      await user.click('.skip', { times: 4 });
      await user.click('.mute', { times: 2 });
    },
    clicks: 6,
  },
  {
    name: 'a button that only makes a sound',
    html: `<button>Hear it said</button>`,
    script: withSilence((root, source) => {
      root.querySelector('button').onclick = () => void new Audio(source).play();
    }),
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a game on a canvas',
    html: `<canvas width="300" height="200" style="border: 1px solid"></canvas>`,
    script(root) {
      const context = root.querySelector('canvas').getContext('2d');
      root.querySelector('canvas').onpointerdown = ({ offsetX, offsetY }) => context.fillRect(offsetX, offsetY, 4, 4);
    },
    drive: (user) => user.click('canvas', { times: 8, apart: 90 }),
    clicks: 8,
  },
  {
    name: 'a drawing board, scribbled on',
    html: `<canvas width="500" height="300" style="border: 1px solid; touch-action: none"></canvas>`,
    script(root) {
      const canvas = root.querySelector('canvas');
      const context = canvas.getContext('2d');
      canvas.onpointermove = ({ buttons, offsetX, offsetY }) => buttons && context.fillRect(offsetX, offsetY, 2, 2);
    },
    drive: (user) =>
      user.drag('canvas', [-200, 0], [200, 10], [-200, 20], [200, 30], [-200, 40], [200, 50], [-200, 60], [200, 70], [-200, 80]),
    clicks: 0,
  },
  {
    name: 'a drawing made of SVG, dotted',
    html: `<svg width="300" height="200" style="border: 1px solid"></svg>`,
    script(root) {
      const svg = root.querySelector('svg');
      svg.onpointerdown = ({ offsetX, offsetY }) => {
        const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
        for (const [name, value] of Object.entries({ cx: offsetX, cy: offsetY, r: 3 })) dot.setAttribute(name, String(value));
        svg.append(dot);
      };
    },
    drive: (user) => user.click('svg', { times: 5 }),
    clicks: 5,
  },
  {
    name: 'a map, panned and zoomed by its buttons and by double clicks',
    html: `<div class="map" style="position: relative; width: 300px; height: 200px; overflow: hidden; background: #def; cursor: grab; touch-action: none">
      <div class="tiles" style="width: 900px; height: 600px"></div>
      <div class="zoom" style="position: absolute; left: 8px; top: 8px"><a role="button" class="zoom-in" href="#" aria-label="Zoom in">+</a> <a role="button" class="zoom-out" href="#" aria-label="Zoom out">−</a></div></div>`,
    script(root) {
      const tiles = root.querySelector('.tiles');
      let [x, y, zoom] = [0, 0, 1];
      const draw = () => (tiles.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`);
      const map = root.querySelector('.map');
      map.onpointermove = ({ buttons, movementX, movementY }) => {
        if (!buttons) return;
        x += movementX;
        y += movementY;
        draw();
      };
      map.ondblclick = () => draw((zoom *= 2));
      for (const [name, factor] of [['.zoom-in', 2], ['.zoom-out', 0.5]]) {
        root.querySelector(name).onclick = (event) => {
          event.preventDefault();
          draw((zoom *= factor));
        };
      }
    },
    async drive(user) {
      await user.drag('.map', [-80, 20], [-90, -40], [60, 60]);
      await user.click('.zoom-in', { times: 5 });
      await user.click('.zoom-out', { times: 3 });
      await user.doubleClick('.map');
      await user.doubleClick('.map');
    },
    clicks: 12,
  },
  {
    name: 'a chart: hovered, its columns pressed',
    html: `<svg role="img" aria-label="Sales" width="300" height="120">${[40, 80, 60, 100].map((height, index) => `<rect x="${index * 50}" y="${120 - height}" width="40" height="${height}" fill="#69c" style="cursor: pointer"/>`).join('')}</svg><p></p>`,
    script(root) {
      root.querySelector('svg').onpointerover = ({ target }) => target.setAttribute('opacity', '0.8');
      root.querySelector('svg').onclick = ({ target }) => (root.querySelector('p').textContent = target.getAttribute('height'));
    },
    async drive(user) {
      for (const n of [1, 2, 3, 4, 2]) await user.move(`rect:nth-child(${n})`);
      await user.click('rect:nth-child(2)');
      await user.click('rect:nth-child(4)', { times: 2 });
    },
    clicks: 3,
  },
  {
    name: 'full screen',
    html: `<div class="view" style="width: 100px; height: 60px; background: #abc"></div><button>Full screen</button>`,
    script(root) {
      root.querySelector('button').onclick = () => void root.querySelector('.view').requestFullscreen();
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a frame of another document',
    html: `<iframe src="/inside" width="300" height="100"></iframe>`,
    drive: (user) => user.click('iframe', { times: 4, at: [0.2, 0.4] }),
    clicks: 0, // what happens in there is not ours to see
  },
];
