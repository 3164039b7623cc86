import { rm } from 'node:fs/promises';

/** Removes what was packaged for this run. */
export default async function forgetPackages(): Promise<void> {
  const directory = process.env['PACKAGED_DIR'];
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}
