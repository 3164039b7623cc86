import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Receipt } from '#shared/messages/receipt.ts';
import { AsOf } from '../../components/as-of.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { sinceQuery } from '../../connection/api.ts';
import { listPath } from '../dead-letters/list-path.ts';
import { describeSince } from './describe-since.ts';

/** What has become of those that the run sent, and where those are that failed again. */
export function SinceText({ receipt }: { readonly receipt: Receipt }) {
  const { run, request } = receipt;
  const { data } = useQuery(sinceQuery(run));
  const said = data?.since && describeSince(receipt, data.since);
  if (!data?.since || said === undefined) return null;
  const from = request.kind === 'backfill' ? request.to : request.from;
  const { failedAgain, quarantined } = data.since;
  return (
    <Text size="sm" mt="xs">
      {said}
      {failedAgain > 0 && (
        <>
          {' '}
          <TextLink to={listPath({ from })} underline="always">
            Open ones of {from}
          </TextLink>
        </>
      )}
      {quarantined > 0 && (
        <>
          {' '}
          <TextLink to={listPath({ from, state: 'quarantined' })} underline="always">
            Quarantined ones of {from}
          </TextLink>
        </>
      )}
      <AsOf at={data.asOf} />
    </Text>
  );
}
