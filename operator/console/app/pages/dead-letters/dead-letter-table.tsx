import { Checkbox, Table, Text } from '@mantine/core';
import type { DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import { IdText } from '../../components/id-text.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { WhenText } from '../../components/when-text.tsx';
import { deadLetterPath } from './list-path.ts';

interface DeadLetterTableProps {
  readonly deadLetters: readonly DeadLetterSummary[];
  readonly ticked: readonly string[];
  readonly onTick: (ticked: readonly string[]) => void;
}

export function DeadLetterTable({ deadLetters, ticked, onTick }: DeadLetterTableProps) {
  const here = deadLetters.map(({ id }) => id);
  const isAll = here.every((id) => ticked.includes(id));
  return (
    <Table.ScrollContainer
      minWidth={760}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Dead letters' } }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={40}>
              <Checkbox
                aria-label="Tick all on this page"
                checked={isAll}
                indeterminate={!isAll && here.some((id) => ticked.includes(id))}
                onChange={() => onTick(isAll ? [] : here)}
              />
            </Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th>Worker</Table.Th>
            <Table.Th>Source and type</Table.Th>
            <Table.Th>Event</Table.Th>
            <Table.Th>Failed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deadLetters.map((deadLetter) => (
            <Row
              key={deadLetter.id}
              deadLetter={deadLetter}
              isTicked={ticked.includes(deadLetter.id)}
              onTick={(isTicked) =>
                onTick(isTicked ? [...ticked, deadLetter.id] : ticked.filter((id) => id !== deadLetter.id))
              }
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  readonly deadLetter: DeadLetterSummary;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}

function Row({ deadLetter, isTicked, onTick }: RowProps) {
  const { id, worker, eventId, source, type, state, failure } = deadLetter;
  return (
    <Table.Tr {...(isTicked && { bg: 'var(--mantine-primary-color-light)' })}>
      <Table.Td>
        <Checkbox
          aria-label={`Tick ${id}`}
          checked={isTicked}
          onChange={({ currentTarget }) => onTick(currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td maw={340}>
        <StateBadge state={state === 'open' ? failure.class : state} />
        <Text size="sm" lineClamp={2} mt={4} style={{ overflowWrap: 'anywhere' }}>
          <TextLink to={deadLetterPath(id)}>
            {failure.name}: {failure.message}
          </TextLink>
        </Text>
      </Table.Td>
      <Table.Td>{worker}</Table.Td>
      <Table.Td>
        <Text size="sm">{source ?? '–'}</Text>
        <Text size="sm" c="dimmed">
          {type ?? '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <IdText id={eventId} called="event id" />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <WhenText at={failure.lastAt} size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}
