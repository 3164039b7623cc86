import { Alert, Code, Loader, Text } from '@mantine/core';
import { useConnection, type Connection } from '../connection/connection.ts';

const SENTENCES: Readonly<
  Record<Exclude<Connection, 'here' | 'token'>, { readonly title: string; readonly command: string }>
> = {
  'console-away': { title: 'The console’s server is away', command: 'npm run console' },
  'pipeline-away': { title: 'The pipeline is away', command: 'npm start' },
};

/** Over every page while nobody answers; what is below it is what was known before. */
export function AwayBanner() {
  const connection = useConnection();
  if (connection === 'here' || connection === 'token') return null;
  const { title, command } = SENTENCES[connection];
  return (
    <Alert variant="outline" color="yellow" mb="md" role="alert" icon={<Loader size="xs" aria-hidden />} title={title}>
      <Text size="sm">
        Start it with <Code>{command}</Code>. This page keeps asking, and goes on by itself.
      </Text>
    </Alert>
  );
}
