// Which code a short survey does without. The module is delivered in three parts (web/tools/split.mjs): the first has
// what a rehearsal of ordinary surveys ran through, the second what one of guides ran through besides, the third the
// rest; the last two are loaded when they are needed. Only whole functions can be parted, so the compiler must not fold
// these into others.
#pragma once

#define CANVASS_APART [[gnu::noinline]]               // a feature that not every survey has
#define CANVASS_COLD [[gnu::cold]] [[gnu::noinline]]  // what is said when something is wrong
