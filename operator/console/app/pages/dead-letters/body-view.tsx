import { Button, Code, Group, Paper, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as v from 'valibot';
import { Answer } from '../../components/answer.tsx';
import { describeCount } from '../../components/numbers.ts';
import { showQuery } from '../../connection/api.ts';
import { prettyJson } from './pretty-json.ts';

/** The event's own body, as the policy lets it be seen; all of it only when somebody asks. */
export function BodyView({ id, bodyBytes }: { readonly id: string; readonly bodyBytes: number }) {
  const [isRevealed, setRevealed] = useState(false);
  const shown = useQuery(showQuery({ id, body: true, ...(isRevealed && { reveal: true }) }));
  return (
    <Paper component="section" aria-label="Body">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Body</Title>
        <Button
          size="xs"
          variant="default"
          leftSection={isRevealed ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          onClick={() => setRevealed(!isRevealed)}
        >
          {isRevealed ? 'Hide again' : 'Reveal'}
        </Button>
      </Group>
      <Answer to={shown}>
        {({ deadLetters: [deadLetter] }) => {
          if (!deadLetter) return <Text size="sm">It is gone.</Text>;
          const text = deadLetter.eventBody ?? deadLetter.body;
          return (
            <Stack gap="xs">
              <ScrollArea.Autosize
                mah={420}
                viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Text of the body' }}
              >
                <Code block>{text === undefined ? 'The body is no text.' : prettyJson(text)}</Code>
              </ScrollArea.Autosize>
              <Text size="xs" c="dimmed">
                {describeCount(bodyBytes)} bytes as they were posted.{' '}
                {isRevealed
                  ? 'Nothing is hidden, and the log says that you looked.'
                  : describeHidden(deadLetter.redacted ?? [])}
              </Text>
              <CameWith message={deadLetter.body} attributes={deadLetter.attributes} />
            </Stack>
          );
        }}
      </Answer>
    </Paper>
  );
}

const describeHidden = (redacted: readonly string[]) =>
  redacted.length === 0 ? 'The policy hides nothing of it.' : `Hidden by policy: ${redacted.join(', ')}.`;

const carriedSchema = v.pipe(v.string(), v.parseJson(), v.object({ headers: v.record(v.string(), v.string()) }));

/** What came with the body: the headers that the provider's description keeps, and what routed the message. */
function CameWith({ message, attributes }: CameWithProps) {
  const carried = v.safeParse(carriedSchema, message);
  return (
    <>
      {carried.success && <Lines title="Headers" entries={carried.output.headers} />}
      <Lines title="Attributes" entries={attributes} />
    </>
  );
}

interface CameWithProps {
  readonly message: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

interface LinesProps {
  readonly title: string;
  readonly entries: Readonly<Record<string, string>>;
}

function Lines({ title, entries }: LinesProps) {
  const lines = Object.entries(entries).map(([name, value]) => `${name}: ${value}`);
  if (lines.length === 0) return null;
  return (
    <>
      <Title order={3} size="sm">
        {title}
      </Title>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {lines.join('\n')}
      </Code>
    </>
  );
}
