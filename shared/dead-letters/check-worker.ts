/** @throws {Error} that names those there are */
export function checkWorker(worker: string, workers: readonly string[]): void {
  if (workers.includes(worker)) return;
  throw new Error(`There is no worker ${worker}; there is ${workers.join(', ')}`);
}
