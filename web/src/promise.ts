// The browser's own, whatever the page has put in its place.

const own = (async () => undefined)().constructor as PromiseConstructor;
export { own as Promise };
