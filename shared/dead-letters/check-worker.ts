/** @throws {Error} that names those there are */
export function checkWorker(worker: string, workers: readonly string[]): void {
  if (workers.includes(worker)) return;
  const names = workers.map((name) => (name === 'dispatch' ? 'dispatch (the step that publishes events)' : name));
  throw new Error(`There is no worker ${worker}; there is ${listed(names) || 'none'}.`);
}

/** Made when it is needed: its first one loads a locale, which is 5 to 10 ms of every start. */
const listed = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
