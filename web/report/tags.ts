// Tags: what readers mark in texts. Edits are applied at once and saved in order; what could not be saved is kept until
// it is, and is applied again on top of what somebody else has saved meanwhile.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Source } from './data/source.ts';
import type { Tag, Tagged, Tags } from './data/types.ts';

export type Edit = (tags: Tags) => Tags;
export type Place = Pick<Tagged, 'survey' | 'response' | 'question'>;

export const noTags: Tags = { canvassTags: 1, tags: [], tagged: [] };

const at = (place: Place) => (one: Tagged) => one.survey === place.survey && one.response === place.response && one.question === place.question;

export const tagsOf = (tags: Tags, place: Place): string[] => tags.tagged.find(at(place))?.tags ?? [];

export function sameName(tags: Tags, name: string): Tag | undefined {
  const wanted = name.trim().toLowerCase();
  return tags.tags.find((tag) => tag.name.toLowerCase() === wanted);
}

// --- edits ---------------------------------------------------------------------------------------------------------

function freeId(tags: Tags, name: string): string {
  const base = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 48) || 'tag';
  for (let number = 1; ; ++number) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!tags.tags.some((tag) => tag.id === id)) return id;
  }
}

export const create =
  (name: string): Edit =>
  (tags) =>
    !name.trim() || sameName(tags, name) ? tags : { ...tags, tags: [...tags.tags, { id: freeId(tags, name), name: name.trim() }] };

export const rename =
  (id: string, name: string): Edit =>
  (tags) => ({ ...tags, tags: tags.tags.map((tag) => (tag.id === id ? { ...tag, name: name.trim() } : tag)) });

function withTags(tags: Tags, place: Place, ids: string[]): Tags {
  const others = tags.tagged.filter((one) => !at(place)(one));
  const index = tags.tagged.findIndex(at(place));
  if (ids.length === 0) return { ...tags, tagged: others };
  const { survey, response, question } = place;
  const entry: Tagged = { survey, response, question, tags: ids };
  return { ...tags, tagged: index < 0 ? [...others, entry] : tags.tagged.map((one, i) => (i === index ? entry : one)) };
}

// By name: two readers who make the same tag at the same time make one.
export const mark =
  (place: Place, name: string): Edit =>
  (tags) => {
    const known = create(name)(tags);
    const tag = sameName(known, name);
    if (!tag) return tags;
    const ids = tagsOf(known, place);
    return ids.includes(tag.id) ? known : withTags(known, place, [...ids, tag.id]);
  };

export const unmark =
  (place: Place, id: string): Edit =>
  (tags) =>
    withTags(tags, place, tagsOf(tags, place).filter((one) => one !== id));

export const remove =
  (id: string): Edit =>
  (tags) => ({
    ...tags,
    tags: tags.tags.filter((tag) => tag.id !== id),
    tagged: tags.tagged.map((one) => ({ ...one, tags: one.tags.filter((tag) => tag !== id) })).filter((one) => one.tags.length > 0),
  });

// What remove(id) takes away, put back.
export function restore(before: Tags, id: string): Edit {
  const tag = before.tags.find((one) => one.id === id);
  const index = before.tags.findIndex((one) => one.id === id);
  const places = before.tagged.filter((one) => one.tags.includes(id));
  return (tags) => {
    if (!tag || tags.tags.some((one) => one.id === id)) return tags;
    const back: Tags = { ...tags, tags: [...tags.tags.slice(0, index), tag, ...tags.tags.slice(index)] };
    return places.reduce((all, place) => withTags(all, place, [...tagsOf(all, place), id]), back);
  };
}

// --- saving --------------------------------------------------------------------------------------------------------

export type Saving = 'loading' | 'saved' | 'saving' | 'unsaved' | 'failed';

export interface TagsState {
  tags: Tags;
  saving: Saving;
  error: string;
  manual: boolean; // saved when the reader says so: as a file
  edit(edit: Edit): void;
  save(): void;
}

const saidBy = (error: unknown): string => (error instanceof Error && error.message ? error.message : 'The tags could not be saved.');

// `stamp` changes when there may be new tags: they are loaded again unless there is something to save.
export function useTags(source: Source, stamp: unknown): TagsState {
  const [tags, setTags] = useState<Tags>(noTags);
  const [saving, setSaving] = useState<Saving>('loading');
  const [error, setError] = useState('');
  const pending = useRef<Edit[]>([]);
  const current = useRef<Tags>(noTags);
  const busy = useRef(false);
  const manual = source.tags.kind === 'file';

  const show = (next: Tags) => {
    current.current = next;
    setTags(next);
  };

  useEffect(() => {
    let gone = false;
    const load = async () => {
      if (busy.current || pending.current.length > 0) return;
      try {
        const loaded = await source.tags.load();
        if (gone || pending.current.length > 0) return;
        show(loaded);
        setSaving('saved');
        setError('');
      } catch (reason) {
        if (gone) return;
        setSaving('failed');
        setError(saidBy(reason));
      }
    };
    void load();
    return () => {
      gone = true;
    };
  }, [source, stamp]);

  const save = async () => {
    if (busy.current) return;
    busy.current = true;
    setSaving('saving');
    setError('');
    try {
      let again = false;
      while (pending.current.length > 0) {
        const count = pending.current.length;
        try {
          if (again) show(pending.current.reduce((all, edit) => edit(all), await source.tags.load()));
          again = false;
          await source.tags.save(current.current);
          pending.current.splice(0, count);
        } catch (reason) {
          // Somebody else was faster: theirs, then ours on top.
          if (again || !(reason instanceof Error) || reason.name !== 'Conflict') throw reason;
          again = true;
        }
      }
      setSaving('saved');
    } catch (reason) {
      // Nobody chose a place for the file: it is as before.
      const aborted = reason instanceof Error && reason.name === 'AbortError';
      setSaving(aborted ? 'unsaved' : 'failed');
      if (!aborted) setError(saidBy(reason));
    } finally {
      busy.current = false;
    }
  };

  // Nobody is to lose a file that was not saved.
  useEffect(() => {
    if (saving !== 'unsaved' && saving !== 'failed') return;
    const warn = (event: BeforeUnloadEvent) => pending.current.length > 0 && event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [saving]);

  return {
    tags,
    saving,
    error,
    manual,
    edit(edit) {
      const next = edit(current.current);
      if (next === current.current) return;
      pending.current.push(edit);
      show(next);
      if (manual) setSaving('unsaved');
      else void save();
    },
    save: () => void save(),
  };
}
