// What the host page provides to canvass.wasm, so that the linker still refuses every other undefined symbol.
mergeInto(LibraryManager.library, { canvass_measure: () => 0 });
