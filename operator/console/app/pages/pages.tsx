import {
  IconActivity,
  IconClipboardList,
  IconMailOff,
  IconPlayerPause,
  IconRoute,
  type Icon,
} from '@tabler/icons-react';
import { Route, Switch } from 'wouter';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { DeadLetterPage } from './dead-letters/dead-letter-page.tsx';
import { GroupsPage } from './dead-letters/groups-page.tsx';
import { ListPage } from './dead-letters/list-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { RunPage } from './runs/run-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';
import { TracePage } from './trace/trace-page.tsx';
import { WorkersPage } from './workers/workers-page.tsx';

/** What can be gone to from anywhere. */
export const PAGES: readonly { readonly path: string; readonly name: string; readonly icon: Icon }[] = [
  { path: '/', name: 'Overview', icon: IconActivity },
  { path: '/dead-letters', name: 'Dead letters', icon: IconMailOff },
  { path: '/trace', name: 'Trace', icon: IconRoute },
  { path: '/runs', name: 'Runs', icon: IconClipboardList },
  { path: '/workers', name: 'Workers', icon: IconPlayerPause },
];

export function Pages() {
  return (
    <Switch>
      <Route path="/">{guarded(<OverviewPage />)}</Route>
      <Route path="/dead-letters">{guarded(<GroupsPage />)}</Route>
      <Route path="/dead-letters/list">{guarded(<ListPage />)}</Route>
      <Route path="/dead-letters/:worker/:eventId">
        {({ worker, eventId }) => guarded(<DeadLetterPage key={`${worker}/${eventId}`} id={`${worker}/${eventId}`} />)}
      </Route>
      <Route path="/trace">{guarded(<TracePage />)}</Route>
      <Route path="/runs">{guarded(<RunsPage />)}</Route>
      <Route path="/runs/:run">{({ run }) => guarded(<RunPage key={run} run={run} />)}</Route>
      <Route path="/workers">{guarded(<WorkersPage />)}</Route>
      <Route>
        <EmptyState title="There is no such page" />
      </Route>
    </Switch>
  );
}

const guarded = (page: React.ReactNode) => <ErrorBoundary>{page}</ErrorBoundary>;
