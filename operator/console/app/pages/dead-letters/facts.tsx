import { Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import { IdText } from '../../components/id-text.tsx';
import { countOf } from '../../components/numbers.ts';
import { TextLink } from '../../components/text-link.tsx';
import { Span } from '../../components/span.tsx';
import { WhenText } from '../../components/when-text.tsx';
import styles from './facts.module.css';
import { listPath } from './list-path.ts';

/** All that is known of a dead letter but its message. */
export function Facts({ deadLetter }: { readonly deadLetter: ShownDeadLetter }) {
  const { failure, worker, deliveryId, senderEventId, receivedAt, closedAt, replays, arrivals } = deadLetter;
  return (
    <Paper component="section" aria-label="What is known">
      <Title order={2} mb="xs">
        What is known
      </Title>
      <dl className={styles['facts']}>
        <Fact name="Source and type">
          {deadLetter.source ?? '–'} · {deadLetter.type ?? '–'}
        </Fact>
        <Fact name="Event">
          <IdText id={deadLetter.eventId} called="event id" form="whole" />
        </Fact>
        {deliveryId !== undefined && (
          <Fact name="Delivery">
            <IdText id={deliveryId} called="delivery id" form="whole" />
          </Fact>
        )}
        {senderEventId !== undefined && (
          <Fact name="Sender’s event">
            <IdText id={senderEventId} called="sender’s event id" form="whole" />
          </Fact>
        )}
        <Fact name="Attempts">
          {failure.attempts === undefined ? 'nobody can tell' : countOf(failure.attempts, 'attempt')}
        </Fact>
        {receivedAt !== undefined && (
          <Fact name="Received">
            <WhenText at={receivedAt} form="whole" />
          </Fact>
        )}
        <Fact name="Failed">
          <Span from={failure.firstAt} until={failure.lastAt} form="whole" />
        </Fact>
        {closedAt !== undefined && (
          <Fact name="Closed">
            <WhenText at={closedAt} form="whole" />
          </Fact>
        )}
        <Fact name="Replays">
          {countOf(replays, 'replay')}, {countOf(arrivals, 'arrival')}
        </Fact>
        {failure.destination !== undefined && <Fact name="Destination">{failure.destination}</Fact>}
        <Fact name="Fingerprint">
          <TextLink to={listPath({ from: worker, fingerprint: failure.fingerprint })}>{failure.fingerprint}</TextLink>
        </Fact>
        <Fact name="Queue">{failure.queue}</Fact>
        {failure.requestId !== undefined && (
          <Fact name="Request">
            <IdText id={failure.requestId} called="request id" form="whole" />
          </Fact>
        )}
        {failure.workerVersion !== undefined && <Fact name="Version">{failure.workerVersion}</Fact>}
      </dl>
    </Paper>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
