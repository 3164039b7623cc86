import type { SourceOptions } from '#shared/messages/source.ts';

/** What is entered at the sender; undefined where the deployed version does not tell its own. */
export const sourceUrl = (
  name: string,
  { publicUrl }: Pick<SourceOptions, 'publicUrl'>,
  webhooksUrl: string | undefined,
): string | undefined => publicUrl ?? (webhooksUrl === undefined ? undefined : `${webhooksUrl}/webhooks/${name}`);
