import { Text, Timeline as Points } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconBroadcast,
  IconCheck,
  IconInbox,
  IconMailOff,
  IconPlayerPlay,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import { TextLink } from '../../components/text-link.tsx';
import { WhenText } from '../../components/when-text.tsx';
import { describeOffset } from './describe-offset.ts';

const KINDS: Readonly<
  Record<TracePoint['kind'], { readonly words: string; readonly icon: Icon; readonly colour: string }>
> = {
  received: { words: 'received', icon: IconInbox, colour: 'indigo.7' },
  spilled: { words: 'kept in the bucket', icon: IconArchive, colour: 'yellow.8' },
  published: { words: 'published', icon: IconBroadcast, colour: 'indigo.7' },
  attempt: { words: 'began', icon: IconPlayerPlay, colour: 'gray.7' },
  failed: { words: 'failed, comes again', icon: IconAlertTriangle, colour: 'orange.8' },
  result: { words: 'stored its result', icon: IconCheck, colour: 'teal.8' },
  'dead-letter': { words: 'failed for good', icon: IconMailOff, colour: 'red.8' },
  replayed: { words: 'was replayed', icon: IconArrowBackUp, colour: 'indigo.7' },
  discarded: { words: 'was discarded', icon: IconTrash, colour: 'gray.7' },
  archived: { words: 'wrote it down', icon: IconArchive, colour: 'teal.8' },
};

/** What is known to have happened, in its order, with the time since the request. */
export function Timeline({ trace: { points, delivery, stands } }: { readonly trace: Trace }) {
  const from = delivery.receivedAt ?? points.find(({ at }) => at !== undefined)?.at;
  const waiting = stands.filter(({ state }) => state === 'waiting').map(({ worker }) => worker);
  return (
    <Points active={points.length - 1} bulletSize={26} lineWidth={2} aria-label="What happened">
      {points.map((point, index) => (
        <Points.Item key={`${index}/${point.kind}/${point.stage}`} {...lookOf(point)}>
          <Point point={point} from={from} />
        </Points.Item>
      ))}
      {waiting.length > 0 && (
        <Points.Item title="waiting" lineVariant="dashed">
          <Text size="sm" c="dimmed">
            On the queue of {[...new Set(waiting)].join(', ')}, or being worked on.
          </Text>
        </Points.Item>
      )}
    </Points>
  );
}

function lookOf({ kind, stage }: TracePoint) {
  const { words, icon: Icon, colour } = KINDS[kind];
  return { title: `${stage} ${words}`, color: colour, bullet: <Icon size={15} aria-hidden /> };
}

function Point({
  point: { at, detail, run },
  from,
}: {
  readonly point: TracePoint;
  readonly from: string | undefined;
}) {
  return (
    <>
      {detail !== undefined && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {at === undefined ? 'at a time that nobody noted' : <WhenText at={at} form="whole" />}
        {at !== undefined && from !== undefined && ` · ${describeOffset(from, at)}`}
        {run !== undefined && (
          <>
            {' · '}
            <TextLink to={`/runs/${run}`}>the run</TextLink>
          </>
        )}
      </Text>
    </>
  );
}
