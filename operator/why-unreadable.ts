const SENTENCES: ReadonlyMap<unknown, (file: string) => string> = new Map([
  ['ENOENT', (file) => `There is no file ${file}.`],
  ['EISDIR', (file) => `${file} is a folder and not a file.`],
  ['EACCES', (file) => `You may not read ${file}.`],
]);

/** Why a file could not be read, for somebody who typed its name. */
export function whyUnreadable(file: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const sentence = SENTENCES.get(code);
  if (sentence) return sentence(file);
  return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
