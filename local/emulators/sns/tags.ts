import type { SnsForm } from './sns-form.ts';

export function readTags(form: SnsForm): Readonly<Record<string, string>> {
  return Object.fromEntries(form.list('Tags.member').map((tag) => [tag.required('Key'), tag.optional('Value') ?? '']));
}
