import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

// Editors write a file in several steps; one build after the last of them is enough.
const settleMs = 40;

/**
 * Calls `changed` after edits below the folders, one call at a time; an edit during a call is followed by another.
 * Every directory is watched by itself: Node's recursive watch on Linux loses a file once an editor has replaced it.
 */
export function watchSources(root: string, folders: readonly string[], changed: () => Promise<void>) {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();

  const watchAll = () => {
    const directories = folders.flatMap((folder) => directoriesBelow(join(root, folder)));
    for (const directory of directories) {
      if (!watchers.has(directory)) watchers.set(directory, watch(directory, onEdit));
    }
    for (const [directory, watcher] of watchers) {
      if (directories.includes(directory)) continue;
      watcher.close();
      watchers.delete(directory);
    }
  };

  const onEdit = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // An edit may have made or removed directories.
      watchAll();
      last = last.then(changed);
    }, settleMs);
  };

  watchAll();
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function directoriesBelow(directory: string): readonly string[] {
  const below = readdirSync(directory, { recursive: true, withFileTypes: true });
  return [directory, ...below.filter((one) => one.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))];
}
