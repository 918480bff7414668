// Which code a short survey does without. The module is delivered in five parts (web/tools/split.mjs): the first has
// what a rehearsal of ordinary surveys ran through, three more what those of guides, of signals and of journeys ran
// through besides, the last the rest; all but the first are loaded when they are needed. Only whole functions can be
// parted, so the compiler must not fold these into others.
#pragma once

#define CANVASS_APART [[gnu::noinline]]               // a feature that not every survey has
#define CANVASS_COLD [[gnu::cold]] [[gnu::noinline]]  // what is said when something is wrong
