// The page's own part: asks for surveys, lists what Canvass has stored, and hands it out as a file.

const list = document.querySelector('#list');
const download = document.querySelector('#download');
const clear = document.querySelector('#clear');

const labels = {
  promoter: 'Promoter',
  passive: 'Passive',
  detractor: 'Detractor',
  easy: 'Easy',
  neutral: 'Neutral',
  difficult: 'Difficult',
  satisfied: 'Satisfied',
  dissatisfied: 'Dissatisfied',
};
const surveys = { visit: 'Your visit', lending: 'Borrowing a book', room: 'The room' };
const wishes = { light: 'Light', quiet: 'Quiet', seats: 'Free seats' };

// An answer in words; null for one that is a number.
function words(kind, value, other) {
  if (kind === 'choice') return value.map((id) => wishes[id] ?? other).join(', ');
  return kind === 'text' ? `“${value}”` : null;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function row({ timestamp, properties: { survey, kind, value, other, category } }) {
  const item = document.createElement('li');
  const time = element('time', '', new Date(timestamp).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }));
  time.dateTime = timestamp;
  const said = words(kind, value, other);
  item.append(
    element('span', said === null ? 'value' : 'words', said ?? String(value)),
    element('span', 'survey', surveys[survey]),
    time,
  );
  if (category) item.append(element('span', `chip ${category}`, labels[category]));
  return item;
}

function refresh() {
  canvass('export', (ndjson) => {
    const events = ndjson.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const answers = events.filter(({ event }) => event === 'Survey Answered').reverse();
    list.replaceChildren(...answers.map(row));
    list.hidden = answers.length === 0;
    document.querySelector('#empty').hidden = answers.length > 0;
    document.querySelector('#count').textContent = String(answers.length);
    download.disabled = answers.length === 0;
    clear.hidden = answers.length === 0;
  });
}

function save(ndjson) {
  const url = URL.createObjectURL(new Blob([ndjson], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `answers-${new Date().toISOString().slice(0, 10)}.ndjson`;
  link.click();
  URL.revokeObjectURL(url);
}

if (window.canvass) {
  for (const button of document.querySelectorAll('[data-track]')) {
    button.addEventListener('click', () => canvass('track', button.dataset.track));
  }
  download.addEventListener('click', () => canvass('export', save));
  clear.addEventListener('click', () => {
    if (!confirm('Delete all answers from this computer?')) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith('canvass:')) localStorage.removeItem(key);
    sessionStorage.clear();
    location.reload();
  });
  // An event is stored a moment after it is announced.
  canvass('on', '*', () => queueMicrotask(refresh));
  refresh();
} else {
  document.querySelector('#missing').hidden = false;
}
