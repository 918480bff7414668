// Before there is a report: where to get one from.

import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

import type { FileKind, Recognised } from '../files.ts';
import { kindNames } from '../files.ts';
import { Message } from '../parts/message.tsx';

export function Start({ locked, onFiles }: { locked: boolean; onFiles: (files: File[]) => void }) {
  return (
    <Message title={locked ? 'This report is locked' : 'Open a report'}>
      {locked && (
        <>
          <p>Open the address that the collector printed when it started. It ends with the token that unlocks the report:</p>
          <p>
            <code>{`${location.origin}/report#token=…`}</code>
          </p>
          <p>After a restart the collector prints a new one, unless it was given a token.</p>
        </>
      )}
      <div class="drop">
        <p class="strong">{locked ? 'Or drop exported answers here' : 'Drop exported answers here'}</p>
        <p>An NDJSON file or several, and with them, if you like, tags, support tickets (CSV), benchmarks and the configuration.</p>
        <FileButton onFiles={onFiles} primary>
          Choose files…
        </FileButton>
        <p class="note">Everything is worked out on this page. Nothing is uploaded.</p>
      </div>
      {!locked && <p class="note">To follow a collector, open the address that it printed when it started.</p>}
    </Message>
  );
}

export function FileButton({ onFiles, primary, children }: { onFiles: (files: File[]) => void; primary?: boolean; children: ComponentChildren }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={primary ? 'primary' : 'tool'} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files?.length) onFiles([...files]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

interface SortProps {
  files: Recognised[];
  problem: string;
  onOpen: (files: { file: File; kind: FileKind }[]) => void;
  onCancel: () => void;
}

// Asks what a file is that does not say so itself.
export function Sort({ files, problem, onOpen, onCancel }: SortProps) {
  const [kinds, setKinds] = useState(() => files.map(({ kind }) => kind ?? ''));
  const answers = kinds.includes('events');
  return (
    <Message title="What are these files?">
      {problem && (
        <p class="alert" role="alert">
          {problem}
        </p>
      )}
      <form
        class="sort"
        onSubmit={(event) => {
          event.preventDefault();
          onOpen(files.flatMap(({ file }, index) => (kinds[index] ? [{ file, kind: kinds[index] as FileKind }] : [])));
        }}
      >
        {files.map(({ file }, index) => (
          <label class="field" key={index}>
            <bdi>{file.name}</bdi>
            <select value={kinds[index] ?? ''} onChange={(event) => setKinds(kinds.map((kind, at) => (at === index ? event.currentTarget.value : kind)) as FileKind[])}>
              <option value="">Leave it out</option>
              {Object.entries(kindNames).map(([value, name]) => (
                <option value={value} key={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
        {!answers && <p class="note">A report needs at least one file of exported answers.</p>}
        <button type="submit" class="primary" disabled={!answers}>
          Show the report
        </button>{' '}
        <button type="button" class="link" onClick={onCancel}>
          Cancel
        </button>
      </form>
    </Message>
  );
}
