/** @throws {Error} that names those there are */
export function checkWorker(worker: string, workers: readonly string[]): void {
  if (workers.includes(worker)) return;
  const names = workers.map((name) => (name === 'dispatch' ? 'dispatch (the step that publishes events)' : name));
  throw new Error(`There is no worker ${worker}; there is ${listed.format(names) || 'none'}.`);
}

const listed = new Intl.ListFormat('en', { type: 'conjunction' });
