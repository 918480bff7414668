// Before anything is painted: the language chosen last time, else the browser's, else English.
(() => {
  const known = ['en', 'ru', 'kk'];
  let chosen = null;
  try {
    chosen = localStorage.getItem('ember.language');
  } catch {
    // Storage may be denied; the browser's language will do.
  }
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.split('-')[0])];
  document.documentElement.lang = wanted.find((tag) => known.includes(tag)) ?? 'en';
})();
