// The style sheet of beacons, which stand outside of all cards.

export const beaconStyles = `
.beacon {
  all: unset;
  position: absolute;
  left: 0;
  top: 0;
  width: 32px;
  height: 32px;
  border-radius: 50%;
  pointer-events: auto;
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
  --c: var(--c0, #4f46e5);
}
.beacon[hidden] { display: none }
.beacon::before, .beacon::after {
  content: "";
  position: absolute;
  inset: 10px;
  border-radius: 50%;
  background: var(--c);
}
.beacon::after { box-shadow: 0 0 0 2px #fff, 0 1px 4px 2px rgba(18, 22, 40, .3) }
.beacon:focus-visible { outline: 2px solid var(--c); outline-offset: -2px; background: #fff }
@media (pointer: coarse) {
  .beacon { width: 44px; height: 44px }
  .beacon::before, .beacon::after { inset: 16px }
}
@media (prefers-color-scheme: dark) { .beacon { --c: var(--c1, #8b85ff) } }
@media (prefers-reduced-motion: no-preference) {
  .beacon::before { animation: pulse 2s cubic-bezier(.2, .6, .3, 1) infinite }
}
@keyframes pulse { from { opacity: .6 } 70%, to { opacity: 0; scale: 2.6 } }
@media (forced-colors: active) {
  .beacon::after { background: Highlight; border: 2px solid CanvasText; forced-color-adjust: none }
}
`;
