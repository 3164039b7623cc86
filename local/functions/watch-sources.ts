import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

// Editors write a file in several steps; one build after the last of them is enough.
const settleMs = 40;

/** Calls `changed` after edits below the folders, one call at a time; an edit during a call is followed by another. */
export function watchSources(root: string, folders: readonly string[], changed: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last.then(changed);
      }, settleMs);
    }),
  );
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
