// The report page's script.

import { h, render } from 'preact';

import { App } from './app.tsx';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
render(h(App, {}), root);
