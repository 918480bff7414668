// What a product manager gets wrong, and what Canvass says to it: the place as a JSON pointer, and a sentence that helps.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';

const nps = { id: 'score', type: 'nps', text: 'How likely are you to recommend us?' };
const why = { id: 'why', type: 'text', text: 'Why?' };

// Whole documents around what is broken.
const top = (more) => ({ canvass: 1, ...more });
const survey = (more) => top({ surveys: [{ id: 's', triggers: [], questions: [nps], ...more }] });
const question = (more) => survey({ questions: [{ id: 'q', text: 'What?', ...more }] });
const trigger = (one) => survey({ triggers: [one] });
const audience = (condition) => survey({ audience: condition });
const asked = (condition) => survey({ questions: [nps, { ...why, showIf: condition }] });
const rules = (...logic) => survey({ questions: [{ ...nps, logic }, why, { id: 'mail', type: 'email', text: 'Where?' }] });
const text = (words) => survey({ variables: { offer: 'a month' }, questions: [nps, { ...why, text: words }] });
const tip = (more) => top({ guides: [{ id: 'g', type: 'tip', triggers: [], anchor: '#a', text: 'Look', ...more }] });

const S = '/surveys/0';
const Q = `${S}/questions/0`;
const T = `${S}/triggers/0`;
const A = `${S}/audience`;
const R = `${Q}/logic/0`;
const two = ['One', 'Two'];

// what is wrong, the document, the pointer, the sentence
const broken = [
