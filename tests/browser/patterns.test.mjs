// Interaction patterns as sites really build them (support/patterns.mjs), in the engine that CANVASS_ENGINE names.

import { engineName } from './support/driver.mjs';
import { testPatterns } from './support/pattern_tests.mjs';

testPatterns(engineName());
