import { Group, Pagination, Paper, Table, Title } from '@mantine/core';
import type { RunOutcome } from '#shared/messages/receipt.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { deadLetterPath } from '../dead-letters/list-path.ts';

interface OutcomeTableProps {
  readonly outcomes: readonly RunOutcome[];
  readonly pages: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** What was sent may yet fail again; what a call that died had begun with is said to be so. */
const WORDS: Readonly<Partial<Record<RunOutcome['outcome'], string>>> = {
  replayed: 'sent',
  unknown: 'begun, not known',
};

/** What became of each, a page of the receipt at a time. */
export function OutcomeTable({ outcomes, pages, page, onPage }: OutcomeTableProps) {
  if (outcomes.length === 0) return null;
  return (
    <Paper component="section" aria-label="Outcomes">
      <Group justify="space-between" mb="xs">
        <Title order={2}>What became of each</Title>
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={page}
            onChange={onPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          />
        )}
      </Group>
      <Table.ScrollContainer
        minWidth={480}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Outcomes' } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Dead letter</Table.Th>
              <Table.Th>Outcome</Table.Th>
              <Table.Th>Because</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {outcomes.map(({ id, outcome, because }) => (
              <Table.Tr key={id}>
                <Table.Td ff="monospace" fz="sm" style={{ overflowWrap: 'anywhere' }}>
                  <TextLink to={deadLetterPath(id)}>{id}</TextLink>
                </Table.Td>
                <Table.Td>
                  <StateBadge state={WORDS[outcome] ?? outcome} />
                </Table.Td>
                <Table.Td>{because}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
