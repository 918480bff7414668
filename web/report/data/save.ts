// A file of the visitor's own: written where it was said the first time, where the browser can; else downloaded.

interface Writable {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}
interface Handle {
  createWritable(): Promise<Writable>;
}
interface Picker {
  showSaveFilePicker?(options: { suggestedName: string; types: { description: string; accept: Record<string, string[]> }[] }): Promise<Handle>;
}

export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function keepIn(name: string): { save(text: string): Promise<void> } {
  let handle: Promise<Handle> | null = null;
  const choose = (picker: NonNullable<Picker['showSaveFilePicker']>): Promise<Handle> => {
    const types = [{ description: 'Tags', accept: { 'application/json': ['.json'] } }];
    const chosen = picker({ suggestedName: name, types });
    chosen.catch(() => (handle = null)); // asked again the next time
    return chosen;
  };
  return {
    async save(text) {
      const picker = (window as Picker).showSaveFilePicker?.bind(window);
      if (!picker) return download(name, text, 'application/json');
      handle ??= choose(picker);
      const writable = await (await handle).createWritable();
      await writable.write(text);
      await writable.close();
    },
  };
}
