// What respondents wrote: themes, and the texts with the tags that readers give them.

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Figure } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { barsChart } from '../charts/rows.ts';
import type { Source } from '../data/source.ts';
import type { Entry, Quote, Theme, Verbatim } from '../data/types.ts';
import { ago, count, exactTime, percent, plural } from '../format.ts';
import { categoryName, categoryTone } from '../metrics.ts';
import { Nothing } from '../parts/message.tsx';
import { usePaper } from '../paper.ts';
import { Card, Select } from '../parts/panel.tsx';
import type { Place, TagsState } from '../tags.ts';
import { create, mark, remove, rename, restore, sameName, tagsOf, unmark, useTags } from '../tags.ts';

interface Props {
  source: Source;
  entries: Entry[];
  stamp: unknown;
  fixed: boolean;
}

export function WordsView({ source, entries, stamp, fixed }: Props) {
  const state = useTags(source, stamp);
  const [theme, setTheme] = useState('');
  const [main] = entries;
  if (!main) return null;
  return (
    <>
      <Themes entry={main} choose={setTheme} />
      {!fixed && <TagList entry={main} state={state} />}
      <Verbatims entry={main} state={state} fixed={fixed} theme={theme} setTheme={setTheme} />
    </>
  );
}

// --- themes --------------------------------------------------------------------------------------------------------

function Themes({ entry, choose }: { entry: Entry; choose: (id: string) => void }) {
  const themes = entry.themes ?? [];
  const of = entry.themesOf;
  if (themes.length === 0) {
    return (
      <Card title="Themes" wide>
        <Nothing>{entry.verbatimCount > 0 ? 'No words come up often enough yet to make a theme.' : 'Nobody has written anything yet.'}</Nothing>
      </Card>
    );
  }
  const groups = [...new Set(themes.flatMap((theme) => Object.keys(theme.groups)))];
  const inOrder = ['promoter', 'easy', 'passive', 'neutral', 'detractor', 'difficult'].filter((name) => groups.includes(name)).concat(groups.filter((name) => categoryTone(name) === 'none'));
  const columns: Column<Theme>[] = [
    { name: 'Theme', value: ({ name }) => name, own: true },
    { name: 'Responses', number: true, value: ({ count: n }) => n, text: ({ count: n }) => count(n) },
    { name: 'Share %', number: true, value: ({ share }) => share, text: ({ share }) => percent(share) },
    ...inOrder.map((group) => ({ name: `${categoryName(group)} %`, number: true, value: ({ groupShare }: Theme) => groupShare[group] ?? null, text: ({ groupShare }: Theme) => percent(groupShare[group] ?? null) })),
    ...inOrder.map((group) => ({ name: `${categoryName(group)}`, number: true, value: ({ groups: by }: Theme) => by[group] ?? 0, text: ({ groups: by }: Theme) => count(by[group] ?? 0) })),
  ];
  const bars = (theme: Theme) => {
    const known = inOrder.map((group) => ({ count: theme.groups[group] ?? 0, tone: categoryTone(group) }));
    const rest = theme.count - known.reduce((sum, part) => sum + part.count, 0);
    return rest > 0 ? [...known, { count: rest, tone: 'none' as const }] : known;
  };
  return (
    <Card title="Themes" about={of ? `From ${plural(of.texts, 'text', 'texts')}${of.sampled ? `, a sample of ${count(of.all)}` : ''}.` : undefined} wide>
      <Figure
        title="What people speak of"
        sentence={`Themes: ${themes.map((theme) => `${theme.name}: ${plural(theme.count, 'response', 'responses')}, ${percent(theme.share)}`).join('; ')}.`}
        file={`${entry.survey}-themes`}
        columns={columns}
        rows={themes}
        draw={(width) => barsChart(width, themes.map((theme) => ({ name: theme.name, parts: bars(theme), after: `${count(theme.count)} · ${percent(theme.share)}` })))}
        caption={
          inOrder.length > 0 && (
            <span class="legend">
              {inOrder.map((group) => (
                <span key={group}>
                  <span class="swatch" data-tone={categoryTone(group)} />
                  {categoryName(group)}
                </span>
              ))}
            </span>
          )
        }
      />
      <ul class="themes">
        {themes.map((theme) => (
          <li key={theme.id}>
            <div class="theme-head">
              <h4 dir="auto">{theme.name}</h4>
              <button type="button" class="link" aria-label={`Show texts: ${theme.name}`} onClick={() => choose(theme.id)}>
                Show texts
              </button>
            </div>
            <p class="note">
              {inOrder.length > 0 ? inOrder.map((group) => `${percent(theme.groupShare[group] ?? null)} of ${categoryName(group).toLowerCase()}`).join(', ') : plural(theme.count, 'response', 'responses')}
            </p>
            {theme.quotes.map((quote) => (
              <QuoteText key={`${quote.response ?? ''} ${quote.question} ${quote.text}`} quote={quote} />
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function QuoteText({ quote }: { quote: Quote }) {
  return (
    <blockquote data-tone={categoryTone(quote.category)} dir="auto">
      {quote.text}
    </blockquote>
  );
}

// Stems are beginnings of words, but for a last "i" that was a "y".
function hasTerm(text: string, term: string): boolean {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return term.split(' ').every((stem) => {
    const base = stem.toLowerCase().replace(/(.{2,})i$/, '$1');
    return found.some((word) => word.startsWith(base));
  });
}

const inTheme = (theme: Theme, { text }: Verbatim): boolean => theme.terms.some((term) => hasTerm(text, term));

// --- tags ----------------------------------------------------------------------------------------------------------

const states = { loading: 'Loading tags…', saved: '', saving: 'Saving…', unsaved: 'Not saved yet', failed: 'Not saved' };

function TagList({ entry, state }: { entry: Entry; state: TagsState }) {
  const { tags, saving, error, manual, edit, save } = state;
  const [renaming, setRenaming] = useState<string | null>(null);
  const [undo, setUndo] = useState<{ name: string; back: () => void } | null>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  const uses = (id: string) => new Set(tags.tagged.filter((one) => one.survey === entry.survey && one.tags.includes(id)).map(({ response }) => response)).size;
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (undo) undoButton.current?.focus();
  }, [undo]);

  const erase = (id: string, name: string) => {
    const back = restore(tags, id);
    edit(remove(id));
    setUndo({
      name,
      back: () => {
        edit(back);
        setUndo(null);
        requestAnimationFrame(() => [...(list.current?.querySelectorAll('button') ?? [])].find((button) => button.dataset['rename'] === id)?.focus());
      },
    });
  };

  return (
    <Card title="Tags" about="One finding, one tag. A text may have several." wide>
      {tags.tags.length > 0 && (
        <ul class="tag-list" ref={list}>
          {tags.tags.map(({ id, name }) => (
            <li key={id}>
              {renaming === id ? (
                <TagForm
                  label={`New name of ${name}`}
                  submit="Rename"
                  initial={name}
                  known={tags.tags.filter((tag) => tag.id !== id).map((tag) => tag.name)}
                  unique
                  onCancel={() => setRenaming(null)}
                  onSubmit={(text) => {
                    edit(rename(id, text));
                    setRenaming(null);
                  }}
                />
              ) : (
                <>
                  <span class="tag" dir="auto">
                    {name}
                  </span>
                  <span class="quiet">{plural(uses(id), 'response', 'responses')}</span>
                  <span class="tools">
                    <button type="button" class="tool" data-rename={id} aria-label={`Rename ${name}`} onClick={() => setRenaming(id)}>
                      Rename
                    </button>
                    <button type="button" class="tool" aria-label={`Delete ${name}`} onClick={() => erase(id, name)}>
                      Delete
                    </button>
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <TagForm label="New tag" submit="Create tag" known={tags.tags.map(({ name }) => name)} unique stay onSubmit={(name) => edit(create(name))} />
      <div class="saving" role="status">
        {states[saving]}
      </div>
      {undo && (
        <p class="toast">
          <span>
            Deleted “<bdi>{undo.name}</bdi>”.
          </span>
          <button type="button" class="link" ref={undoButton} onClick={undo.back}>
            Undo
          </button>
          <button type="button" class="link" onClick={() => setUndo(null)}>
            Close
          </button>
        </p>
      )}
      {saving === 'failed' && (
        <p class="alert" role="alert">
          <span>{error}</span>{' '}
          <button type="button" class="link" onClick={save}>
            Try again
          </button>
        </p>
      )}
      {manual && saving === 'unsaved' && (
        <button type="button" class="primary" onClick={save}>
          Save the tags file
        </button>
      )}
    </Card>
  );
}

interface FormProps {
  label: string;
  submit: string;
  initial?: string;
  known: string[];
  unique?: boolean; // a name that is there already is refused; else it is chosen
  stay?: boolean; // open for the next one
  onSubmit: (name: string) => void;
  onCancel?: () => void;
}

function TagForm({ label, submit, initial = '', known, unique, stay, onSubmit, onCancel }: FormProps) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // Before anybody can type on.
  useLayoutEffect(() => {
    if (!stay) {
      input.current?.focus();
      input.current?.select();
    }
  }, []);
  const send = (event: Event) => {
    event.preventDefault();
    const name = text.trim();
    if (!name) return setProblem('A tag needs a name.');
    if (unique && known.some((one) => one.toLowerCase() === name.toLowerCase())) return setProblem(`There is a tag “${name}” already.`);
    setProblem('');
    setText('');
    onSubmit(name);
  };
  return (
    <form class="tag-form" onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && onCancel?.()}>
      <input
        ref={input}
        type="text"
        dir="auto"
        aria-label={label}
        aria-describedby={problem ? `${id}-problem` : undefined}
        aria-invalid={problem ? true : undefined}
        placeholder={label}
        autocomplete="off"
        maxLength={120}
        list={unique ? undefined : `${id}-known`}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {!unique && (
        <datalist id={`${id}-known`}>
          {known.map((name) => (
            <option value={name} key={name} />
          ))}
        </datalist>
      )}
      <button type="submit" class="button">
        {submit}
      </button>
      {onCancel && (
        <button type="button" class="link" onClick={onCancel}>
          Cancel
        </button>
      )}
      {problem && (
        <span class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}

// --- texts ---------------------------------------------------------------------------------------------------------

const atFirst = 10;
const longText = 420;

interface VerbatimsProps {
  entry: Entry;
  state: TagsState;
  fixed: boolean;
  theme: string;
  setTheme: (id: string) => void;
}

function Verbatims({ entry, state, fixed, theme, setTheme }: VerbatimsProps) {
  const [tag, setTag] = useState('');
  const [group, setGroup] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(atFirst);
  const list = useRef<HTMLOListElement>(null);
  const { tags } = state;
  const all = entry.verbatims;
  const themes = entry.themes ?? [];
  const categories = [...new Set(all.map(({ category }) => category).filter((one): one is string => !!one))];
  const chosenTheme = themes.find(({ id }) => id === theme);
  const placeOf = (verbatim: Verbatim): Place | null => (verbatim.response ? { survey: entry.survey, response: verbatim.response, question: verbatim.question } : null);
  const idsOf = (verbatim: Verbatim): string[] => {
    const place = placeOf(verbatim);
    return fixed || !place ? verbatim.tags : tagsOf(tags, place);
  };
  const names = new Map(fixed ? (entry.tags ?? []).map(({ id, name }) => [id, name]) : tags.tags.map(({ id, name }) => [id, name]));
  const wanted = search.trim().toLowerCase();
  const found = all.filter(
    (verbatim) =>
      (!chosenTheme || inTheme(chosenTheme, verbatim)) &&
      (!tag || (tag === '(none)' ? idsOf(verbatim).length === 0 : idsOf(verbatim).includes(tag))) &&
      (!group || verbatim.category === group) &&
      (!wanted || verbatim.text.toLowerCase().includes(wanted)),
  );
  const paper = usePaper();
  const shown = paper ? found : found.slice(0, limit);
  const box = useRef<HTMLDivElement>(null);
  // "Show texts" of a theme, up on the page, leads here.
  useEffect(() => {
    if (!theme) return;
    box.current?.scrollIntoView({ block: 'start' });
    box.current?.querySelector('select')?.focus({ preventScroll: true });
  }, [theme]);
  const filtered = found.length < all.length;
  return (
    <div ref={box}>
      <Card title="In their words" wide>
        {all.length === 0 ? (
          <Nothing>Nobody has written anything yet.</Nothing>
        ) : (
          <>
            <div class="fields">
              {themes.length > 0 && <Select label="Theme" value={theme} choices={[{ value: '', name: 'All themes' }, ...themes.map(({ id, name }) => ({ value: id, name }))]} onChange={setTheme} />}
              {names.size > 0 && <Select label="Tag" value={tag} choices={[{ value: '', name: 'All' }, { value: '(none)', name: 'Without a tag' }, ...[...names].map(([value, name]) => ({ value, name }))]} onChange={setTag} />}
              {categories.length > 0 && <Select label="Group" value={group} choices={[{ value: '', name: 'All' }, ...categories.map((value) => ({ value, name: categoryName(value) }))]} onChange={setGroup} />}
              <label class="field">
                <span>Containing</span>
                <input type="search" dir="auto" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
              </label>
            </div>
            <p class="note" role="status">
              {filtered ? `${plural(found.length, 'text', 'texts')} of the newest ${count(all.length)}.` : entry.verbatimCount > all.length ? `The newest ${count(all.length)} of ${plural(entry.verbatimCount, 'text', 'texts')}.` : `${plural(all.length, 'text', 'texts')}.`}
            </p>
            <ol class="verbatims" ref={list}>
              {keyed(shown).map(([key, verbatim]) => (
                <Text key={key} verbatim={verbatim} place={fixed ? null : placeOf(verbatim)} ids={idsOf(verbatim)} names={names} state={state} />
              ))}
            </ol>
            {found.length > shown.length && (
              <button
                type="button"
                class="button more"
                onClick={() => {
                  const next = limit;
                  setLimit(limit + 20);
                  requestAnimationFrame(() => (list.current?.children[next] as HTMLElement | undefined)?.focus());
                }}
              >
                {`Show ${Math.min(20, found.length - limit)} more`}
              </button>
            )}
          </>
        )}
      </Card>
    </div>
  );
}

// The same words may come twice; a text keeps its place in the page while newer ones arrive.
function keyed(verbatims: Verbatim[]): [string, Verbatim][] {
  const seen = new Map<string, number>();
  return verbatims.map((verbatim) => {
    const same = JSON.stringify([verbatim.response, verbatim.question, verbatim.timestamp, verbatim.text]);
    const repeat = seen.get(same) ?? 0;
    seen.set(same, repeat + 1);
    return [`${repeat} ${same}`, verbatim];
  });
}

// Cut between words, and never within an emoji.
function beginning(text: string): string {
  const cut = text.slice(0, longText).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/\s+\S{0,30}$/, '')}…`;
}

function Text({ verbatim, place, ids, names, state }: { verbatim: Verbatim; place: Place | null; ids: string[]; names: Map<string, string>; state: TagsState }) {
  const { text, score, category, timestamp } = verbatim;
  const [unfolded, setUnfolded] = useState(false);
  const paper = usePaper();
  const whole = unfolded || paper;
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  const long = text.length > longText * 1.25;
  const given = timestamp ? new Date(timestamp) : null;
  const close = () => {
    setAdding(false);
    requestAnimationFrame(() => add.current?.focus());
  };
  return (
    <li class="verbatim" tabIndex={-1}>
      <span class="chip" data-tone={categoryTone(category)} role="img" aria-label={score === null ? 'Without a score' : `Score ${score}${category ? `, ${category}` : ''}`}>
        {score === null ? '–' : String(Math.round(score * 100) / 100)}
      </span>
      <div class="said">
        <p class="words" dir="auto" tabIndex={-1} ref={words}>
          {long && !whole ? beginning(text) : text}
        </p>
        {long && !whole && (
          <button
            type="button"
            class="link"
            onClick={() => {
              setUnfolded(true);
              words.current?.focus();
            }}
          >
            Read all
          </button>
        )}
        <div class="tag-row">
          {given && (
            <time class="quiet" dateTime={given.toISOString()} title={exactTime(given)}>
              {ago(given, new Date())}
            </time>
          )}
          {ids.map((id) => (
            <span class="tag" key={id}>
              <bdi>{names.get(id) ?? id}</bdi>
              {place && (
                <button
                  type="button"
                  aria-label={`Remove tag ${names.get(id) ?? id}`}
                  onClick={() => {
                    state.edit(unmark(place, id));
                    add.current?.focus();
                  }}
                >
                  ×
                </button>
              )}
            </span>
          ))}
          {place && !adding && (
            <button type="button" class="tool" ref={add} onClick={() => setAdding(true)}>
              Add tag
            </button>
          )}
        </div>
        {place && adding && (
          <TagForm
            label="Tag"
            submit="Add"
            known={state.tags.tags.filter(({ id }) => !ids.includes(id)).map(({ name }) => name)}
            onCancel={close}
            onSubmit={(name) => {
              state.edit(mark(place, sameName(state.tags, name)?.name ?? name));
              close();
            }}
          />
        )}
      </div>
    </li>
  );
}
