import { Button, Group, Table, Text } from '@mantine/core';
import { IconClipboardList } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Receipt } from '#shared/messages/receipt.ts';
import { Answer } from '../../components/answer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { describeCount } from '../../components/numbers.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { WhenText } from '../../components/when-text.tsx';
import { runsQuery } from '../../connection/api.ts';
import { sentWord } from '../../run-dialog/sent-word.ts';
import { describeRequest } from './describe-request.ts';
import { describeBeginner } from './describe-who.ts';
import { stateOf } from './state-of.ts';

const PAGE_LENGTH = 25;

/** Who did what, when and why. */
export function RunsPage() {
  const [query, setQuery] = useSearchParams();
  const cursor = query.get('cursor') ?? undefined;
  const runs = useQuery(runsQuery({ limit: PAGE_LENGTH, ...(cursor && { cursor }) }));
  return (
    <>
      <PageTitle title="Runs">Every replay, backfill and discard leaves a receipt: this is the audit trail.</PageTitle>
      <Answer to={runs}>
        {({ runs: known, cursor: next }) => (
          <>
            {known.length === 0 ? (
              <EmptyState title="Nobody has replayed or discarded anything" icon={IconClipboardList} />
            ) : (
              <RunTable runs={known} />
            )}
            <Group justify="flex-end" mt="md">
              {cursor !== undefined && (
                <Button variant="default" onClick={() => setQuery({})}>
                  Newest
                </Button>
              )}
              {next !== undefined && (
                <Button variant="default" onClick={() => setQuery({ cursor: next })}>
                  Older
                </Button>
              )}
            </Group>
          </>
        )}
      </Answer>
    </>
  );
}

function RunTable({ runs }: { readonly runs: readonly Receipt[] }) {
  return (
    <Table.ScrollContainer
      minWidth={720}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Runs' } }}
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>Skipped</Table.Th>
            <Table.Th>Failed</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>When</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((receipt) => (
            <Table.Tr key={receipt.run}>
              <Table.Td maw={320}>
                <TextLink to={`/runs/${receipt.run}`}>{describeRequest(receipt.request)}</TextLink>
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {receipt.request.reason}
                </Text>
              </Table.Td>
              <Table.Td>
                <StateBadge state={stateOf(receipt, new Date())} />
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {describeCount(receipt.succeeded)} {sentWord(receipt.request.kind)}
                {(receipt.unknown ?? 0) > 0 && (
                  <Text size="sm">{describeCount(receipt.unknown ?? 0)} begun, not known</Text>
                )}
              </Table.Td>
              <Table.Td>{describeCount(receipt.skipped)}</Table.Td>
              <Table.Td>{describeCount(receipt.failed)}</Table.Td>
              <Table.Td>{describeBeginner(receipt)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <WhenText at={receipt.startedAt} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
