// The token comes in the fragment of the address, which is sent to no server. It moves to where a reload finds it
// and a glance at the address bar, a bookmark or a screen share does not.

const key = 'canvass:report-token';
let remembered = '';

export function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    remembered = given;
    history.replaceState(null, '', location.pathname + location.search);
    try {
      sessionStorage.setItem(key, given);
    } catch {
      // Storage is denied: it is kept as long as this page.
    }
  }
  if (!remembered) {
    try {
      remembered = sessionStorage.getItem(key) ?? '';
    } catch {
      remembered = '';
    }
  }
  return remembered;
}

export function forgetToken(): void {
  remembered = '';
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then nothing was kept there either.
  }
}
