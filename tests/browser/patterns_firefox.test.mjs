// Interaction patterns as sites really build them, in Firefox (support/patterns.mjs).

import { testPatterns } from './support/pattern_tests.mjs';

testPatterns('firefox');
