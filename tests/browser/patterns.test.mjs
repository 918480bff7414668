// Interaction patterns as sites really build them, in Chromium (support/patterns.mjs).

import { testPatterns } from './support/pattern_tests.mjs';

testPatterns('chromium');
